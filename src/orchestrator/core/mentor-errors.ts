/** Why a mentor was not registered, by the codes that clients know: what it means to people, and whether the same mentor may well succeed later. */
export const MENTOR_ERRORS = {
  PEER_MENTOR_NOT_FOUND: {
    message: 'There is no such peer mentor in the chapters that you coordinate.',
    retryable: false,
  },
  ACTIVITY_TYPE_NOT_FOUND: {
    message: 'The activity type no longer exists. Retry with another one.',
    retryable: false,
  },
  MENTOR_NOT_IN_YOUR_CHAPTERS: {
    message: 'This person is not a peer mentor in the chapters that you coordinate.',
    retryable: false,
  },
  DUPLICATE_ACTIVITY: {
    message: 'This peer mentor has an activity of this type at this time already.',
    retryable: false,
  },
  PERMISSION_DENIED: {
    message: 'You were no longer a coordinator when it was this mentor’s turn.',
    retryable: false,
  },
  CANCELLED: {
    message: 'The submission was cancelled before it was this mentor’s turn.',
    retryable: true,
  },
  TEMPORARILY_UNAVAILABLE: {
    message: 'The activity could not be saved at the moment. Retry in a little while.',
    retryable: true,
  },
  INTERNAL_ERROR: {
    message: 'Something went wrong on our side, and nothing was recorded for this mentor. Please try again.',
    retryable: true,
  },
} as const satisfies Record<string, { message: string; retryable: boolean }>

/** Why a mentor was not registered; the names that clients know. */
export type MentorSubmissionErrorCode = keyof typeof MENTOR_ERRORS

/** A reason for people and programs alike. The message carries no other person's data and no raw database text. */
export interface MentorSubmissionError {
  readonly code: MentorSubmissionErrorCode
  readonly message: string
  /** Whether the same mentor may well succeed later. */
  readonly retryable: boolean
}

/** The error that a code stands for. */
export function mentorError(code: MentorSubmissionErrorCode): MentorSubmissionError {
  return { code, ...MENTOR_ERRORS[code] }
}
