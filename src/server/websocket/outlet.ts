import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** A socket's way out, for those who write of their own accord: they write until it is full, and go on when it has drained. */
export class Outlet {
  readonly #socket: WebSocket
  readonly #connection: Socket
  readonly #waiting = new Set<() => void>()

  constructor(socket: WebSocket, connection: Socket) {
    this.#socket = socket
    this.#connection = connection
  }

  /** Whether as much waits in this process as should: its client does not read as fast. */
  get full(): boolean {
    return this.#connection.writableNeedDrain
  }

  /** Calls back once, when it is full no longer. */
  whenDrained(resume: () => void): void {
    if (this.#waiting.size === 0) {
      this.#connection.once('drain', () => {
        const waiting = [...this.#waiting]
        this.#waiting.clear()
        for (const next of waiting) next()
      })
    }
    this.#waiting.add(resume)
  }

  /** Sends messages together. Where the socket is closing they go nowhere. */
  send(messages: readonly string[]): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#connection.cork()
    for (const message of messages) this.#socket.send(message)
    this.#connection.uncork()
  }
}
