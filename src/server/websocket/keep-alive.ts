import type { WebSocket } from 'ws'
import type { TurnQueue } from '../turn-queue.ts'

const ASK_EVERY_MS = 12_000

/**
 * Asks every socket now and then whether its client is still there, and ends those that have not answered by the next
 * time.
 *
 * @returns how to stop it
 */
export function keepAlive(sockets: ReadonlySet<WebSocket>, turns: TurnQueue): () => void {
  let asked = new WeakSet<WebSocket>()
  const answered = function (this: WebSocket) {
    asked.delete(this)
  }
  const ask = (socket: WebSocket) => {
    if (socket.readyState !== socket.OPEN) return
    if (asked.has(socket)) {
      socket.terminate()
      return
    }
    asked.add(socket)
    socket.once('pong', answered)
    socket.ping()
  }
  const timer = setInterval(() => {
    for (const socket of sockets) turns.add(() => ask(socket))
  }, ASK_EVERY_MS)
  return () => {
    clearInterval(timer)
    asked = new WeakSet()
  }
}
