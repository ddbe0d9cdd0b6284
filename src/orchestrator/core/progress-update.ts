import type { MentorSubmissionOutcome } from './outcome.ts'
import type { BulkStatus } from './overall-status.ts'

/** One step of a submission: one for each settled mentor, in sequence, then a last one without an outcome. */
export interface BulkProgressUpdate<Outcome = MentorSubmissionOutcome> {
  /** Mentors settled so far; on the last update, the total. */
  readonly sequence: number
  readonly completed: number
  readonly succeeded: number
  readonly failed: number
  /** Null while the end of the selection is not known. */
  readonly total: number | null
  /** Null on the last update only. */
  readonly outcome: Outcome | null
  readonly state: 'running' | 'finished'
  /** Null until the last update. */
  readonly overallStatus: BulkStatus | null
}
