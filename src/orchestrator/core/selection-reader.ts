import { abortable } from './abortable.ts'
import type { ErrorLog } from './error-log.ts'

/** The selection of a submission, pulled one group at a time and never ahead. */
export class SelectionReader {
  readonly #iterator: Iterator<string> | AsyncIterator<string>
  readonly #log: ErrorLog
  #state: 'idle' | 'pulling' | 'ended' = 'idle'
  #pulled = 0

  /** Throws what the iterable throws when it is opened. */
  constructor(mentorIds: Iterable<string> | AsyncIterable<string>, log: ErrorLog) {
    this.#iterator =
      Symbol.asyncIterator in mentorIds ? mentorIds[Symbol.asyncIterator]() : mentorIds[Symbol.iterator]()
    this.#log = log
  }

  /** Mentors handed out so far. */
  get pulled(): number {
    return this.#pulled
  }

  /** Whether the iterable has run out. */
  get exhausted(): boolean {
    return this.#state === 'ended'
  }

  /**
   * The next mentors: `size` of them, fewer at the end, none once the iterable has run out or `signal` has aborted.
   * Throws what the iterable throws.
   */
  async take(size: number, signal: AbortSignal): Promise<readonly string[]> {
    const group: string[] = []
    while (group.length < size && this.#state !== 'ended') {
      const step = signal.aborted ? undefined : await this.#pull(signal)
      if (step === undefined) return []
      if (!step.done) group.push(step.value)
    }
    this.#pulled += group.length
    return group
  }

  /** Leaves an iterable that has neither run out nor thrown, through its `return()`. Never rejects. */
  async close(): Promise<void> {
    // While a pull is under way, an async generator comes to its return() only after it: perhaps never.
    if (this.#state === 'pulling') void this.#leave()
    if (this.#state === 'idle') await this.#leave()
  }

  async #pull(signal: AbortSignal): Promise<IteratorResult<string> | undefined> {
    this.#state = 'pulling'
    try {
      const next = this.#iterator.next()
      const step = 'then' in next ? await abortable(next, signal) : next
      if (step) this.#state = step.done ? 'ended' : 'idle'
      return step
    } catch (cause) {
      this.#state = 'ended'
      throw cause
    }
  }

  async #leave(): Promise<void> {
    try {
      await this.#iterator.return?.()
    } catch (err) {
      this.#log.error({ err }, 'the selection of a bulk submission could not be left in order')
    }
  }
}
