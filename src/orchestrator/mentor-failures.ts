import type { MentorSubmissionError, MentorSubmissionErrorCode } from './mentor-outcome.ts'

const FAILURES: Record<MentorSubmissionErrorCode, Omit<MentorSubmissionError, 'code'>> = {
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
}

/** What a failure's code means to people, and whether the same mentor may well succeed later. */
export function mentorFailure(code: MentorSubmissionErrorCode): MentorSubmissionError {
  return { code, ...FAILURES[code] }
}
