import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'

/** A message of the graphql-transport-ws protocol. */
export interface Message {
  id?: string
  type: string
  payload?: unknown
}

/** A WebSocket without a GraphQL client library. `await using` closes it. */
export interface ProtocolSocket extends AsyncDisposable {
  socket: WebSocket
  send: (message: unknown) => void
  /** Returns the next message, or waits for one; throws where the socket closes before. */
  next: () => Promise<Message>
  /** Resolves to the code and reason when the socket is closed. */
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a WebSocket to Rollcall that has not logged in. */
export async function openSocket(
  url: string,
  protocols: string[] = ['graphql-transport-ws'],
  options: ClientOptions = {},
): Promise<ProtocolSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols, options)
  const arrived: Message[] = []
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  let wake = () => {}
  socket.on('message', (data) => {
    arrived.push(JSON.parse(String(data)))
    wake()
  })
  socket.on('close', () => wake())
  await once(socket, 'open')
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next() {
      while (arrived.length === 0) {
        if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket closed without a message')
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return arrived.shift() as Message
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed
    },
  }
}

/** Opens a WebSocket and logs in. */
export async function openLoggedIn(url: string, token: string): Promise<ProtocolSocket> {
  const opened = await openSocket(url)
  opened.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })
  const { type } = await opened.next()
  if (type !== 'connection_ack') throw new Error(`expected connection_ack, not ${type}`)
  return opened
}

/** Runs one operation on a socket that runs no other, and returns all of its messages. */
export async function operate(opened: ProtocolSocket, payload: object): Promise<Message[]> {
  const id = crypto.randomUUID()
  opened.send({ id, type: 'subscribe', payload })
  const messages: Message[] = []
  for (;;) {
    const message = await opened.next()
    messages.push(message)
    if (message.type === 'complete' || message.type === 'error') return messages
  }
}
