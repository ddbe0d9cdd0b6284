import { type AbortableIterator, abortableIterator } from './abortable-iterator.ts'
import type { StoredOutcome } from './outcome.ts'
import type { BulkStatus } from './overall-status.ts'
import type { BulkProgressUpdate } from './progress-update.ts'

/** Where a followed submission ends. */
export interface OutcomesEnd {
  /** The last sequence of the stream: the total of a finished submission. */
  readonly sequence: number
  /** Successes up to that sequence. */
  readonly succeeded: number
  /** Null where the run stopped before the submission finished: the stream then ends without the last update. */
  readonly overallStatus: BulkStatus | null
}

/** Stored outcomes as of one moment. */
export interface OutcomePage<Outcome extends StoredOutcome = StoredOutcome> {
  /** In the order of their sequences, without a gap, beginning right after the sequence that was asked for. */
  readonly outcomes: readonly Outcome[]
  /** Mentors in the submission; null while that is not known. */
  readonly total: number | null
  /** Null while more outcomes may follow. */
  readonly end: OutcomesEnd | null
}

/** Where the stored outcomes are read from, and how a reader learns that it should read again. Made for one reader. */
export interface OutcomeSource<Outcome extends StoredOutcome = StoredOutcome> {
  /** The outcomes with a sequence above `after`, at most `limit`. An error that it throws ends the stream. */
  readPage(after: number, limit: number): Promise<OutcomePage<Outcome>>
  /**
   * Resolves when there may be something new to read. A hint that comes between two waits, for example during a read,
   * must resolve the next wait at once (see Latch). It may also resolve when there is nothing new, and does when
   * `signal` aborts.
   */
  wait(signal: AbortSignal): Promise<unknown>
  /** Called once when the stream has ended, for whatever reason. A read may still be pending then. */
  close?(): void
}

/** Where `followOutcomes` begins, and how much it reads at once. */
export interface FollowOptions {
  /** The last sequence that the reader has already; 0, the default, begins with the first. */
  readonly after?: number
  /** Outcomes in one read; 100 where left out. */
  readonly pageSize?: number
}

/**
 * Streams one update for each stored outcome after `after`, in sequence, then the update that tells the overall status,
 * and completes.
 *
 * It reads the next page only when its reader asks for it, and holds at most one: so a slow reader needs no buffer, and
 * misses nothing. `return()` ends it at once.
 */
export function followOutcomes<Outcome extends StoredOutcome>(
  source: OutcomeSource<Outcome>,
  { after = 0, pageSize = 100 }: FollowOptions = {},
): AbortableIterator<BulkProgressUpdate<Outcome>> {
  return abortableIterator(
    (signal) => follow(source, after, pageSize, signal),
    () => source.close?.(),
  )
}

async function* follow<Outcome extends StoredOutcome>(
  source: OutcomeSource<Outcome>,
  after: number,
  pageSize: number,
  signal: AbortSignal,
): AsyncGenerator<BulkProgressUpdate<Outcome>, undefined, undefined> {
  let position = after
  while (!signal.aborted) {
    const { outcomes, total, end } = await source.readPage(position, pageSize)
    for (const outcome of outcomes) {
      position = outcome.sequence
      yield settledUpdate(outcome, total)
    }
    if (end && position >= end.sequence) {
      if (end.overallStatus) yield lastUpdate(end, end.overallStatus)
      return
    }
    const caughtUp = end ? outcomes.length === 0 : outcomes.length < pageSize
    if (caughtUp) await source.wait(signal)
  }
}

/** The update for one settled mentor. */
export function settledUpdate<Outcome extends StoredOutcome>(
  outcome: Outcome,
  total: number | null,
): BulkProgressUpdate<Outcome> {
  return {
    sequence: outcome.sequence,
    completed: outcome.sequence,
    succeeded: outcome.succeededSoFar,
    failed: outcome.sequence - outcome.succeededSoFar,
    total,
    outcome,
    state: 'running',
    overallStatus: null,
  }
}

/** The update that ends a finished submission. */
export function lastUpdate(end: OutcomesEnd, overallStatus: BulkStatus): BulkProgressUpdate<never> {
  return {
    sequence: end.sequence,
    completed: end.sequence,
    succeeded: end.succeeded,
    failed: end.sequence - end.succeeded,
    total: end.sequence,
    outcome: null,
    state: 'finished',
    overallStatus,
  }
}
