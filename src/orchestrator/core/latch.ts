import { abortable } from './abortable.ts'

/**
 * A latched hint that there may be something new to look at. A hint that nobody was waiting for is kept for the
 * next wait; any number of hints are worth one.
 */
export class Latch {
  // Once resolved, the promise is the latch: whoever waits next gets through, and puts a new one in its place.
  #hint = Promise.withResolvers<void>()

  hint(): void {
    this.#hint.resolve()
  }

  /**
   * Resolves at the next hint, or at once where one came since the last wait. Also when `signal` aborts.
   *
   * @returns whether it was a hint
   */
  async wait(signal?: AbortSignal): Promise<boolean> {
    const hint = this.#hint
    await (signal ? abortable(hint.promise, signal) : hint.promise)
    // A wait that was stopped must not use up a hint that came in the same moment.
    if (signal?.aborted) return false
    if (this.#hint === hint) this.#hint = Promise.withResolvers()
    return true
  }
}
