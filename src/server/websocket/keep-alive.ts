import type { WebSocket } from 'ws'
import type { TurnQueue } from '../turn-queue.ts'

const PING_EVERY_MS = 12_000

/**
 * Pings every socket every 12 s, and terminates those that have not answered by the next ping. Written here because ws
 * leaves this to its users, and graphql-ws does it only in its own binding.
 *
 * @returns a function that stops it
 */
export function keepAlive(sockets: ReadonlySet<WebSocket>, turns: TurnQueue): () => void {
  let unanswered = new WeakSet<WebSocket>()
  const answered = function (this: WebSocket) {
    unanswered.delete(this)
  }
  const ping = (socket: WebSocket) => {
    if (socket.readyState !== socket.OPEN) return
    if (unanswered.has(socket)) {
      socket.terminate()
      return
    }
    unanswered.add(socket)
    socket.once('pong', answered)
    socket.ping()
  }
  const timer = setInterval(() => {
    for (const socket of sockets) turns.add(() => ping(socket))
  }, PING_EVERY_MS)
  return () => {
    clearInterval(timer)
    unanswered = new WeakSet()
  }
}
