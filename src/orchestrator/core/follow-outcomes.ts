import { type AbortableIterator, abortableIterator } from './abortable-iterator.ts'
import type { StoredOutcome } from './outcome.ts'
import type { BulkStatus } from './overall-status.ts'
import type { BulkProgressUpdate } from './progress-update.ts'

/** Where a followed submission ends. */
export interface OutcomesEnd {
  /** The last sequence that will come: the total of a finished submission. */
  readonly sequence: number
  /** Successes up to there. */
  readonly succeeded: number
  /** Null where the run stopped before the submission finished: the stream then ends without the last update. */
  readonly overallStatus: BulkStatus | null
}

/** Stored outcomes as of one moment. */
export interface OutcomePage<Outcome extends StoredOutcome = StoredOutcome> {
  /** By sequence, without a gap after the one asked for. */
  readonly outcomes: readonly Outcome[]
  /** Mentors in the submission; null where not known yet. */
  readonly total: number | null
  /** Null while there may be more to come. */
  readonly end: OutcomesEnd | null
}

/** What a follower reads, and how it learns that it should read again. Made for one follower. */
export interface OutcomeSource<Outcome extends StoredOutcome = StoredOutcome> {
  /** The outcomes with a sequence above `after`, at most `limit`. Its error ends the stream with that error. */
  readPage(after: number, limit: number): Promise<OutcomePage<Outcome>>
  /**
   * Resolves when there may be something new, also where the hint came since the last wait, before or during a
   * read (see Latch); it may resolve for nothing. Resolves when `signal` aborts.
   */
  wait(signal: AbortSignal): Promise<unknown>
  /** Called once when the stream is over, however it ended; a read may still be under way. */
  close?(): void
}

export interface FollowOptions {
  /** The last sequence that the reader has; 0, the default, is from the beginning. */
  readonly after?: number
  /** Outcomes read at once; 100 where left out. */
  readonly pageSize?: number
}

/**
 * One update for each stored outcome after `after`, in sequence, then the last one, then the stream completes.
 *
 * It reads when its reader asks and holds one page, whatever happens meanwhile: a slow reader costs nothing and
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
