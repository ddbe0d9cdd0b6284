import { setImmediate as nextTurn } from 'node:timers/promises'

// A request takes several turns of the event loop, and may wait this long in each of them, so it must be short.
const TURN_MS = 1

/**
 * Does many small pieces of work in order, for about a millisecond in each turn of the event loop, so that thousands of
 * them at once do not block requests. While there are few, each is done at once. Written here because queue libraries
 * such as p-queue limit how many pieces run at the same time, not how long they block the event loop.
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
   * Does the work at once, or after all work that was added before it.
   *
   * @param work must not throw
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

  /** Resolves once no work waits, at the latest after `atMostMs`. */
  async drained(atMostMs: number): Promise<void> {
    const deadline = performance.now() + atMostMs
    while (this.length > 0 && performance.now() < deadline) await nextTurn()
  }

  async #takeTurns(): Promise<void> {
    do {
      await nextTurn()
      this.#turnEndsAt = performance.now() + TURN_MS
      while (this.length > 0 && performance.now() < this.#turnEndsAt) {
        this.#waiting[this.#next++]?.()
        // Lets the promise callbacks of the work run, so that they count towards the millisecond.
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
