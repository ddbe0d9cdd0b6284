import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/**
 * The outgoing side of a socket, with back pressure: senders send until it is full, and go on when it has drained.
 * Written here because ws tells only `bufferedAmount`, which would have to be polled.
 */
export class Outlet {
  readonly #socket: WebSocket
  readonly #connection: Socket
  readonly #waiting = new Set<() => void>()

  /** @param connection the TCP connection beneath the socket */
  constructor(socket: WebSocket, connection: Socket) {
    this.#socket = socket
    this.#connection = connection
  }

  /** Whether senders should wait, because the client does not read as fast as they send. */
  get full(): boolean {
    return this.#connection.writableNeedDrain
  }

  /** Calls `resume` once, when all that was sent has been handed to the operating system. */
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

  /** Sends messages together. Where the socket is not open they are dropped. */
  send(messages: readonly string[]): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#connection.cork()
    for (const message of messages) this.#socket.send(message)
    this.#connection.uncork()
  }
}
