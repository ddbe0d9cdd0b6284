import type { AbortableIterator } from './abortable-iterator.ts'
import { followOutcomes, type OutcomePage, type OutcomesEnd } from './follow-outcomes.ts'
import { Latch } from './latch.ts'
import type { BulkProgressUpdate } from './progress-update.ts'
import type { ProxyRegistrationService, SettledGroup } from './proxy-registration-service.ts'

/**
 * How far a run has come: two counts, and the wake-ups of those who follow it. Each iteration reads the stored
 * outcomes at its own pace, so followers cost the run nothing.
 */
export class ProgressTracker implements AsyncIterable<BulkProgressUpdate> {
  readonly #service: ProxyRegistrationService
  readonly #latches = new Set<Latch>()
  #settled = 0
  #succeeded = 0
  readonly #total: number
  #end: OutcomesEnd | null = null
  #failure: { cause: unknown } | null = null

  /** `total`: the mentors of the whole submission. */
  constructor(service: ProxyRegistrationService, total: number) {
    this.#service = service
    this.#total = total
  }

  /** Mentors of the submission settled so far, as far as this run has seen. */
  get settled(): number {
    return this.#settled
  }

  /** How many of those succeeded. */
  get succeeded(): number {
    return this.#succeeded
  }

  /** Followers that have begun and are not over. */
  get followers(): number {
    return this.#latches.size
  }

  /** Takes note of how far the submission is, in any order, what other runners have settled too. */
  add({ completed, succeeded }: SettledGroup): void {
    if (completed > this.#settled) {
      this.#settled = completed
      this.#succeeded = succeeded
    }
    this.#hint()
  }

  /** Nothing more will come; followers complete once they have read what there is. */
  end(overallStatus: OutcomesEnd['overallStatus']): void {
    this.#end = { sequence: this.#settled, succeeded: this.#succeeded, overallStatus }
    this.#hint()
  }

  /** Nothing more will come; followers throw `cause` once they have read what there is. */
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
      // After a failure no hint comes any more, and the read that throws may be still to do.
      wait: async (signal) => (this.#failure ? undefined : latch.wait(signal)),
      close: () => this.#latches.delete(latch),
    })
  }

  async #readPage(after: number, limit: number): Promise<OutcomePage> {
    // Taken before the read: an end seen here means that the read finds everything up to it.
    const [settled, end, failure] = [this.#settled, this.#end, this.#failure]
    const outcomes = after < settled ? await this.#service.outcomes(after, limit) : []
    if (failure && outcomes.length === 0) throw failure.cause
    return { outcomes, total: this.#total, end }
  }

  #hint(): void {
    for (const latch of this.#latches) latch.hint()
  }
}
