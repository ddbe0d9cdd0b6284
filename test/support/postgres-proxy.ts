import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** What happens to a COMMIT: it passes, it never arrives, or it is executed and its answer is lost. */
export type CommitFate = 'passes' | 'is lost' | 'is not answered'

/** A TCP proxy in front of a PostgreSQL server, which simulates network faults. `await using` ends it. */
export interface PostgresProxy extends AsyncDisposable {
  /** The same database, through the proxy. */
  url: string
  /** Called for each COMMIT; a test replaces it to make one fail. */
  fate: () => CommitFate
  /** Stops relaying data on all open connections without closing them, as if the host had vanished. */
  silence: () => void
  /** Closes all connections, and refuses new ones. */
  close: () => Promise<void>
  /** Accepts connections again. */
  open: () => Promise<void>
}

/** Starts a proxy in front of the server that a URL names. */
export async function startProxy(url: string): Promise<PostgresProxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let port = 0
  let server: Server | undefined

  const silence = () => {
    for (const socket of sockets) socket.removeAllListeners('data').pause()
  }
  const close = async () => {
    const closed = server && once(server, 'close')
    server?.close()
    server = undefined
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const open = async () => {
    server = createServer((client) => {
      const upstream = connect(Number(target.port || 5432), target.hostname)
      for (const socket of [client, upstream]) {
        sockets.add(socket)
        socket.setNoDelay(true) // as without a proxy: pg sets it too, and small messages would be delayed otherwise
        socket.on('error', () => {}) // 'close' follows
      }
      const end = () => {
        for (const socket of [client, upstream]) {
          sockets.delete(socket)
          socket.destroy()
        }
      }
      client.on('close', end)
      upstream.on('close', end)
      relay(client, upstream, () => proxy.fate(), end)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  await open()
  const through = new URL(url)
  through.host = `127.0.0.1:${port}`
  const proxy: PostgresProxy = {
    url: through.href,
    fate: () => 'passes',
    silence,
    close,
    open,
    [Symbol.asyncDispose]: close,
  }
  return proxy
}

const COMMITTED = 'COMMIT\0'

function relay(client: Socket, upstream: Socket, fate: () => CommitFate, end: () => void): void {
  let muted = false
  let answer = ''
  upstream.on('data', (data) => {
    if (!muted) {
      client.write(data)
      return
    }
    // The connection is cut only after the server has answered COMMIT, so that nothing but this answer is lost.
    answer += data.toString('latin1')
    if (answer.includes(COMMITTED)) end()
  })

  let pending: Buffer = Buffer.alloc(0)
  let started = false
  client.on('data', (data) => {
    pending = Buffer.concat([pending, data])
    for (let message = take(); message; message = take()) {
      const decided = isCommit(message) ? fate() : 'passes'
      if (decided === 'is lost') {
        end()
        return
      }
      if (decided === 'is not answered') muted = true
      upstream.write(message)
    }
  })

  /** Takes the next complete message. All but the first have a byte for their type in front of their length. */
  function take(): Buffer | undefined {
    const head = started ? 1 : 0
    if (pending.length < head + 4) return
    const length = head + pending.readInt32BE(head)
    if (pending.length < length) return
    const message = pending.subarray(0, length)
    pending = pending.subarray(length)
    started = true
    return message
  }
}

/** Whether a message is a COMMIT, by the simple protocol (Query) or the extended one (Parse). */
function isCommit(message: Buffer): boolean {
  return /^(Q....|P....[^\0]*\0)COMMIT;?\0/is.test(message.toString('latin1'))
}
