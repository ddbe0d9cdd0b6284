import type { EmptySelectionError } from '../../errors.ts'
import type { MentorSubmissionOutcome } from './outcome.ts'
import type { BulkStatus } from './overall-status.ts'
import type { BulkProgressUpdate } from './progress-update.ts'

/** What a run is asked for; the activity and the mentors are the service's. */
export interface BulkSubmissionRequest {
  /** Mentors in the whole submission, those that have outcomes already among them. */
  readonly total: number
  /** Writes in flight at most. It can lower the orchestrator's own bound, never raise it. */
  readonly maxConcurrentWrites?: number | undefined
  /** Once aborted, no further mentor is started; those in flight finish. */
  readonly signal?: AbortSignal | undefined
}

/** How a submission went, in counts; the outcomes themselves are read page by page. */
export interface BulkSubmissionResult {
  /** `success` only where every mentor of the submission succeeded. */
  readonly overallStatus: BulkStatus
  /** Mentors in the submission. */
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  /** Set where nobody was selected: nothing was attempted. */
  readonly error: EmptySelectionError | null
  /** The run ended with mentors unsettled: by the signal, or because somebody else is still settling them. */
  readonly interrupted: boolean
  /** The outcomes with a sequence above `after`, at most `limit`, by sequence. */
  outcomes(after: number, limit: number): Promise<readonly MentorSubmissionOutcome[]>
}

/** A running submission. Both members may be used at once, each alone, or not at all. */
export interface BulkSubmissionHandle {
  /**
   * Resolves when the run is over. Rejects, after those in flight have settled, with the error that ended it: that of a
   * store in which not even failures could be kept.
   */
  readonly result: Promise<BulkSubmissionResult>
  /**
   * Every outcome from the first, then the last update, for each iteration anew, during the run or after it. Of an
   * interrupted run the last update is missing, for the submission has not finished. Throws what `result` rejects
   * with, after the outcomes that came before it.
   */
  readonly progress: AsyncIterable<BulkProgressUpdate>
}
