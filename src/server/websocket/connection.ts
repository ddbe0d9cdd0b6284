import type { Server } from 'graphql-ws'
import { CloseCode } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Log } from '../../log.ts'
import type { TurnQueue } from '../turn-queue.ts'

/**
 * Connects a WebSocket to graphql-ws. The package's own binding for ws does not serve, because three things differ
 * here: messages wait in a queue; a message of a type that only servers send closes the socket with 4400, as any other
 * invalid message does, not with 4500; and errors go to the log instead of standard error.
 *
 * @param extra what graphql-ws passes to its callbacks for this socket
 * @param turns the queue in which the messages of all sockets wait
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
  // While a message waits, the socket is paused: its further messages stay outside of this process's memory.
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
  // ws itself closes a socket that violates the protocol, with the right code. Without a listener the process would
  // end.
  socket.on('error', () => {})
  socket.once('close', (code, reason) => void closed(code, String(reason)))
}
