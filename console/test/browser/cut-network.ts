import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP proxy that stands for the network between a client and a server. `await using` ends it. */
export interface CutNetwork extends AsyncDisposable {
  /** The server's address, through the network. */
  url: string
  /** Cuts it: nothing that is sent arrives any more, and nobody is told, neither on old connections nor on new ones. */
  cut: () => void
  /** Mends it for new connections. Those of before stay dead, as where a router has forgotten them. */
  mend: () => void
}

/** Starts such a network in front of the server at `url`. */
export async function startNetwork(url: string): Promise<CutNetwork> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer({ pauseOnConnect: true }, (client) => {
    const upstream = isCut ? undefined : connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      if (!socket) continue
      sockets.add(socket)
      socket.on('error', () => {}) // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket)
        if (!isCut) for (const other of [client, upstream]) other?.destroy()
      })
    }
    if (upstream) client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    mend() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
