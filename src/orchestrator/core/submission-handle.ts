import type { EmptySelectionError } from '../../errors.ts'
import type { MentorSubmissionOutcome } from './outcome.ts'
import type { BulkStatus } from './overall-status.ts'
import type { BulkProgressUpdate } from './progress-update.ts'

/** The arguments of one run. The activity and the mentors are not among them: the service knows them. */
export interface BulkSubmissionRequest {
  /** Mentors in the whole submission, those that are settled already included. */
  readonly total: number
  /** Writes in flight at most. It can lower the orchestrator's own limit, never raise it. */
  readonly maxConcurrentWrites?: number | undefined
  /** Once aborted, no further mentor is started; those in flight finish. */
  readonly signal?: AbortSignal | undefined
}

/** The result of a run, in counts. The outcomes themselves are read page by page. */
export interface BulkSubmissionResult {
  /** `success` only where every mentor of the submission succeeded. */
  readonly overallStatus: BulkStatus
  /** Mentors in the submission. */
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  /** Set where no mentor was selected, so that nothing was attempted. */
  readonly error: EmptySelectionError | null
  /** Whether the run ended with unsettled mentors: `signal` aborted, or another server is still settling them. */
  readonly interrupted: boolean
  /** The outcomes with a sequence above `after`, at most `limit`, by sequence. */
  outcomes(after: number, limit: number): Promise<readonly MentorSubmissionOutcome[]>
}

/** A running submission. A caller may use both members, one of them, or none. */
export interface BulkSubmissionHandle {
  /**
   * Resolves when the run has ended. Where not even a failure could be stored it rejects with that error, once no write
   * is in flight any more.
   */
  readonly result: Promise<BulkSubmissionResult>
  /**
   * One update for each outcome and then the last update. Each iteration begins with the first outcome, whether it
   * starts during the run or after it. An interrupted run has no last update, because the submission has not finished.
   * Where `result` rejects, the iteration throws the same error after the outcomes that were stored.
   */
  readonly progress: AsyncIterable<BulkProgressUpdate>
}
