/**
 * Why a mentor was not registered: for each code that clients get, the message for people, the meaning that the GraphQL
 * schema documents, and whether a retry of the same mentor may succeed.
 */
export const MENTOR_ERRORS = {
  PEER_MENTOR_NOT_FOUND: {
    message: 'There is no such peer mentor in the chapters that you coordinate.',
    meaning: 'There is no such peer mentor, as far as you may see.',
    retryable: false,
  },
  ACTIVITY_TYPE_NOT_FOUND: {
    message: 'The activity type no longer exists. Retry with another one.',
    meaning: 'The activity type no longer exists.',
    retryable: false,
  },
  MENTOR_NOT_IN_YOUR_CHAPTERS: {
    message: 'This person is not a peer mentor in the chapters that you coordinate.',
    meaning:
      'You may see this person, but they are no peer mentor of the submission’s chapter, or of any that you coordinate.',
    retryable: false,
  },
  DUPLICATE_ACTIVITY: {
    message: 'This peer mentor has an activity of this type at this time already.',
    meaning: 'The mentor has an activity of this type at this time already.',
    retryable: false,
  },
  PERMISSION_DENIED: {
    message: 'You were no longer a coordinator when it was this mentor’s turn.',
    meaning: 'Whoever submitted it was no longer a coordinator when it was this mentor’s turn.',
    retryable: false,
  },
  PERIOD_CLOSED: {
    message: 'The chapter has closed its books for this time. Retry with a later time.',
    meaning: 'The chapter has closed its books for this time.',
    retryable: false,
  },
  CANCELLED: {
    message: 'The submission was cancelled before it was this mentor’s turn.',
    meaning: 'The submission was cancelled before it was this mentor’s turn.',
    retryable: true,
  },
  TEMPORARILY_UNAVAILABLE: {
    message: 'The activity could not be saved at the moment. Retry in a little while.',
    meaning: 'It could not be saved, after several attempts.',
    retryable: true,
  },
  INTERNAL_ERROR: {
    message: 'Something went wrong on our side, and nothing was recorded for this mentor. Please try again.',
    meaning: 'Something unexpected went wrong; the server’s log has the rest.',
    retryable: true,
  },
} as const satisfies Record<string, { message: string; meaning: string; retryable: boolean }>

/** A code for the reason why a mentor was not registered. */
export type MentorSubmissionErrorCode = keyof typeof MENTOR_ERRORS

/** Why a mentor was not registered. The message contains no other person's data and no text of the database. */
export interface MentorSubmissionError {
  readonly code: MentorSubmissionErrorCode
  readonly message: string
  /** Whether a retry of the same mentor may succeed. */
  readonly retryable: boolean
}

/** The error with a given code. */
export function mentorError(code: MentorSubmissionErrorCode): MentorSubmissionError {
  const { message, retryable } = MENTOR_ERRORS[code]
  return { code, message, retryable }
}
