import type { MentorSubmissionError } from './mentor-errors.ts'

/** How one mentor of a submission went. Settled once, never changed. */
export interface MentorSubmissionOutcome {
  /** Order of settling within the submission: 1, 2, 3 … without a gap. */
  readonly sequence: number
  /** Null where the mentor has been forgotten. */
  readonly mentorId: string | null
  readonly status: 'success' | 'failure'
  /** The recorded activity; null on failure. */
  readonly activityId: string | null
  /** Null on success. */
  readonly error: MentorSubmissionError | null
  readonly settledAt: Date
}

/** An outcome as it is kept: with the running count that lets a reader start at any sequence with right totals. */
export interface StoredOutcome extends MentorSubmissionOutcome {
  /** Successes up to and including this sequence. */
  readonly succeededSoFar: number
}
