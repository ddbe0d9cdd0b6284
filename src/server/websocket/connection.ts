import type { Server } from 'graphql-ws'
import { CloseCode } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Log } from '../../log.ts'
import type { TurnQueue } from '../turn-queue.ts'

/**
 * Lets graphql-ws speak with a socket. Differs from its own binding for ws in three things: messages wait for their turn,
 * a message that only a server may send closes the socket like any other that is none (4400, not 4500), and errors go to
 * the log instead of standard error.
 */
export function serveConnection<Extra>(
  protocol: Server<Extra>,
  socket: WebSocket,
  extra: Extra,
  turns: TurnQueue,
  log: Log,
): void {
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== WebSocket.OPEN) resolve()
          else socket.send(message, (error) => (error ? reject(error) : resolve()))
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => socket.on('message', (data) => takeTurn(() => handle(String(data)))),
    },
    extra,
  )
  // A message may wait for its turn; those after it then wait outside, so that a socket costs no more than one of them.
  const takeTurn = (handle: () => Promise<void>) => {
    const isDone = turns.add(() => {
      if (socket.isPaused) socket.resume()
      if (socket.readyState === WebSocket.OPEN) handle().catch(refuse)
    })
    if (!isDone) socket.pause()
  }
  const refuse = (err: unknown) => {
    if (socket.readyState !== WebSocket.OPEN) return
    if (err instanceof Error && err.message.startsWith('Unexpected message of type')) {
      socket.close(CloseCode.BadRequest, 'Invalid message received')
      return
    }
    log.error({ err }, 'a message on a socket could not be handled')
    socket.close(CloseCode.InternalServerError, 'Internal server error')
  }
  // ws ends a socket that breaks its rules with the code that says why.
  socket.on('error', () => {})
  socket.once('close', (code, reason) => void closed(code, String(reason)))
}
