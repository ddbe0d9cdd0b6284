import { setImmediate as nextTurn } from 'node:timers/promises'

// Every other request waits for its part of a turn at each step that it takes, so a turn must be short.
const TURN_MS = 1

/**
 * Does many small pieces of work, in order, a millisecond of them in each turn of the event loop, so that a storm of
 * them holds up nobody. While there are few, each is done at once.
 */
export class TurnQueue {
  #waiting: (() => void)[] = []
  #next = 0
  #turnEndsAt = 0
  #turning = false

  /** Pieces of work that wait. */
  get length(): number {
    return this.#waiting.length - this.#next
  }

  /**
   * Does the work in its turn; it must not throw.
   *
   * @returns whether it was done at once
   */
  add(work: () => void): boolean {
    if (!this.#turning) {
      this.#turning = true
      this.#turnEndsAt = performance.now() + TURN_MS
      void this.#takeTurns()
    }
    if (this.length === 0 && performance.now() < this.#turnEndsAt) {
      work()
      return true
    }
    this.#waiting.push(work)
    return false
  }

  async #takeTurns(): Promise<void> {
    do {
      await nextTurn()
      this.#turnEndsAt = performance.now() + TURN_MS
      while (this.length > 0 && performance.now() < this.#turnEndsAt) {
        this.#waiting[this.#next++]?.()
        // What it began in promises belongs to its time.
        await null
      }
      if (this.#next > this.#waiting.length / 2) {
        this.#waiting = this.#waiting.slice(this.#next)
        this.#next = 0
      }
    } while (this.length > 0)
    this.#turning = false
  }
}
