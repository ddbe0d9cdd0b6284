import type { MentorSubmissionError } from './mentor-errors.ts'

/** How one mentor of a submission went. Settled once, never changed. */
export interface MentorSubmissionOutcome {
  /** Order of settling within the submission: 1, 2, 3 … without a gap. */
  readonly sequence: number
  /** Null where the mentor's personal data has been deleted. */
  readonly mentorId: string | null
  readonly status: 'success' | 'failure'
  /** The recorded activity; null on failure. */
  readonly activityId: string | null
  /** Null on success. */
  readonly error: MentorSubmissionError | null
  readonly settledAt: Date
}

/** An outcome as it is stored: with a running count, so that a reader that begins at any sequence knows the totals. */
export interface StoredOutcome extends MentorSubmissionOutcome {
  /** Successes up to and including this sequence. */
  readonly succeededSoFar: number
}
