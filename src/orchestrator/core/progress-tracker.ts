import type { AbortableIterator } from './abortable-iterator.ts'
import { followOutcomes, type OutcomePage, type OutcomesEnd } from './follow-outcomes.ts'
import { Latch } from './latch.ts'
import type { BulkProgressUpdate } from './progress-update.ts'
import type { ProxyRegistrationService, SettledGroup } from './proxy-registration-service.ts'

/**
 * The progress of one run, which can be iterated over any number of times. It holds two counts and the latches of its
 * followers; each follower reads the stored outcomes at its own pace, so that slow ones do not hold up the run.
 */
export class ProgressTracker implements AsyncIterable<BulkProgressUpdate> {
  readonly #service: ProxyRegistrationService
  readonly #latches = new Set<Latch>()
  #settled = 0
  #succeeded = 0
  readonly #total: number
  #end: OutcomesEnd | null = null
  #failure: { cause: unknown } | null = null

  /** @param total mentors in the whole submission */
  constructor(service: ProxyRegistrationService, total: number) {
    this.#service = service
    this.#total = total
  }

  /** Settled mentors of the submission, as of the last write that this run has seen. */
  get settled(): number {
    return this.#settled
  }

  /** How many of those succeeded. */
  get succeeded(): number {
    return this.#succeeded
  }

  /** Iterations that have begun and have not ended. */
  get followers(): number {
    return this.#latches.size
  }

  /** Notes how far the submission is, what other servers have settled included. Calls may come in any order. */
  add({ completed, succeeded }: SettledGroup): void {
    if (completed > this.#settled) {
      this.#settled = completed
      this.#succeeded = succeeded
    }
    this.#hint()
  }

  /** Tells followers that the run has ended: they complete once they have read all outcomes. */
  end(overallStatus: OutcomesEnd['overallStatus']): void {
    this.#end = { sequence: this.#settled, succeeded: this.#succeeded, overallStatus }
    this.#hint()
  }

  /** Tells followers that the run has failed: they throw `cause` once they have read all outcomes. */
  fail(cause: unknown): void {
    this.#failure = { cause }
    this.#hint()
  }

  [Symbol.asyncIterator](): AbortableIterator<BulkProgressUpdate> {
    const latch = new Latch()
    return followOutcomes({
      readPage: (after, limit) => {
        this.#latches.add(latch)
        return this.#readPage(after, limit)
      },
      // After a failure no further hint comes. Without a wait the follower reads again, and that read throws.
      wait: async (signal) => (this.#failure ? undefined : latch.wait(signal)),
      close: () => this.#latches.delete(latch),
    })
  }

  async #readPage(after: number, limit: number): Promise<OutcomePage> {
    // Taken before the read, so that where the end is known, the read finds everything up to it.
    const [settled, end, failure] = [this.#settled, this.#end, this.#failure]
    const outcomes = after < settled ? await this.#service.outcomes(after, limit) : []
    if (failure && outcomes.length === 0) throw failure.cause
    return { outcomes, total: this.#total, end }
  }

  #hint(): void {
    for (const latch of this.#latches) latch.hint()
  }
}
