import { abortable } from './abortable.ts'

/**
 * Wakes a waiter when there may be something new to look at (an auto-reset event, which Node does not have). A hint
 * that comes while nobody waits is kept for the next wait; several hints before a wait count as one.
 */
export class Latch {
  // Resolved while a hint is kept. The wait that takes the hint puts a new promise in its place.
  #hint = Promise.withResolvers<void>()

  /** Lets the present wait, or else the next one, resolve. */
  hint(): void {
    this.#hint.resolve()
  }

  /**
   * Resolves at the next hint, or at once where one has come since the last wait, or when `signal` aborts.
   *
   * @returns true where it was a hint, false where `signal` has aborted
   */
  async wait(signal?: AbortSignal): Promise<boolean> {
    const hint = this.#hint
    await (signal ? abortable(hint.promise, signal) : hint.promise)
    // An aborted wait must not use up a hint that came at the same moment.
    if (signal?.aborted) return false
    if (this.#hint === hint) this.#hint = Promise.withResolvers()
    return true
  }
}
