/** Why a mentor was not registered; the names that clients know. */
export type MentorSubmissionErrorCode =
  | 'PEER_MENTOR_NOT_FOUND'
  | 'ACTIVITY_TYPE_NOT_FOUND'
  | 'MENTOR_NOT_IN_YOUR_CHAPTERS'
  | 'DUPLICATE_ACTIVITY'
  | 'PERMISSION_DENIED'
  | 'CANCELLED'
  | 'TEMPORARILY_UNAVAILABLE'
  | 'INTERNAL_ERROR'

/** A reason for people and programs alike. The message carries no other person's data and no raw database text. */
export interface MentorSubmissionError {
  readonly code: MentorSubmissionErrorCode
  readonly message: string
  /** Whether the same mentor may well succeed later. */
  readonly retryable: boolean
}

/** How one mentor of a submission went. Settled once, never changed. */
export interface MentorSubmissionOutcome {
  /** Order of settling within the submission: 1, 2, 3 … without a gap. */
  readonly sequence: number
  readonly mentorId: string
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
