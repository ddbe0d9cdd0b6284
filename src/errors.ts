/** The codes that the database functions raise for one row, each with the meaning that the GraphQL schema documents. */
export const ROW_ISSUES = {
  REQUIRED: 'A value is missing.',
  INVALID_VALUE: 'A value is malformed or out of range; the message says what would be right.',
  PEER_MENTOR_NOT_FOUND: 'There is no such peer mentor, as far as you may see.',
  ACTIVITY_TYPE_NOT_FOUND: 'There is no such activity type.',
  RECORDED_BY_NOT_ALLOWED: 'Activities can be recorded in the caller’s own name only.',
  MENTOR_NOT_IN_YOUR_CHAPTERS:
    'You may see this person, but they are no peer mentor of the chapter, or of any chapter that you coordinate.',
  DUPLICATE_IN_BATCH: 'An earlier row has the same mentor, type and time.',
  DUPLICATE_ACTIVITY: 'The mentor has an activity of this type at this time already.',
  CHAPTER_NOT_FOUND: 'There is no such chapter, or it is not one of yours.',
  PERIOD_CLOSED:
    'The chapter has closed its books for this time: nothing there is registered or taken back any more.',
  ACTIVITY_NOT_FOUND: 'There is no such activity record, as far as you may see.',
  VOID_NOT_ALLOWED: 'You may see this record, but not take it back.',
} as const
/** A code for what is wrong with one row. */
export type RowIssueCode = keyof typeof ROW_ISSUES

/** One thing wrong with one row. */
export interface RowIssue {
  /** Zero-based position in the input. */
  index: number
  /** The column's name in the database (snake_case); null where the row as a whole is wrong. */
  field: string | null
  code: RowIssueCode
  message: string
}

/**
 * A failure that a caller is expected to handle. It is a member of the operation's result union and has a stable code.
 */
export abstract class BusinessError extends Error {
  abstract readonly code: string
}

/** Nothing was saved, because something is wrong with some rows. Names all of them. */
export class ActivitiesRejectedError extends BusinessError {
  override name = 'ActivitiesRejectedError'
  readonly code = 'ACTIVITIES_REJECTED'
  /** All issues of all rows, in input order. */
  readonly issues: readonly RowIssue[]
  /** Rows with nothing wrong with them, not saved (or not taken back) because of the others. */
  readonly rolledBackCount: number
  /** The SQLSTATE that the database function raised: PT400, PT403 or PT409. */
  readonly sqlState: string
  constructor(message: string, issues: readonly RowIssue[], rowCount: number, sqlState: string) {
    super(message)
    this.issues = issues
    this.sqlState = sqlState
    this.rolledBackCount = rowCount - new Set(issues.map(({ index }) => index)).size
  }
}

/** The call has more rows than allowed; none of them was checked. */
export class BatchTooLargeError extends BusinessError {
  override name = 'BatchTooLargeError'
  readonly code = 'BATCH_TOO_LARGE'
  readonly limit: number
  readonly received: number
  constructor(message: string, limit: number, received: number) {
    super(message)
    this.limit = limit
    this.received = received
  }
}

/** The caller may not do this at all, whatever the input. */
export class PermissionDeniedError extends BusinessError {
  override name = 'PermissionDeniedError'
  readonly code = 'PERMISSION_DENIED'
}

/** The idempotency key was used before, with other input. */
export class IdempotencyKeyReusedError extends BusinessError {
  override name = 'IdempotencyKeyReusedError'
  readonly code = 'IDEMPOTENCY_KEY_REUSED'
  constructor() {
    super('This idempotency key was used before with other input. Use a new key for new input.')
  }
}

/** No mentor was selected; nothing was attempted. */
export class EmptySelectionError extends BusinessError {
  override name = 'EmptySelectionError'
  readonly code = 'EMPTY_SELECTION'
  readonly overallStatus = 'totalFailure'
  constructor() {
    super('No mentor was selected.')
  }
}

/** The selection has more mentors than one submission may name; nothing was attempted. */
export class SelectionTooLargeError extends BusinessError {
  override name = 'SelectionTooLargeError'
  readonly code = 'SELECTION_TOO_LARGE'
  readonly limit: number
  readonly received: number
  constructor(limit: number, received: number) {
    super(`At most ${limit} mentors can be selected at once; ${received} were given.`)
    this.limit = limit
    this.received = received
  }
}

/** Some mentors are named more than once; nothing was attempted. */
export class DuplicateMentorsError extends BusinessError {
  override name = 'DuplicateMentorsError'
  readonly code = 'DUPLICATE_MENTORS'
  /** The mentors that are named more than once, each listed once. */
  readonly mentorIds: readonly string[]
  constructor(mentorIds: readonly string[]) {
    super('Some mentors are selected more than once. Name each of them once.')
    this.mentorIds = mentorIds
  }
}

/** The activity itself is invalid, so it can't be registered for any mentor; nothing was attempted. */
export class InvalidTemplateError extends BusinessError {
  override name = 'InvalidTemplateError'
  readonly code = 'INVALID_TEMPLATE'
  readonly issues: readonly RowIssue[]
  constructor(issues: readonly RowIssue[]) {
    super('The activity can’t be registered as it is given. Correct what the issues name.')
    this.issues = issues
  }
}

/** The submission has no failed mentor who can be retried. */
export class NothingToRetryError extends BusinessError {
  override name = 'NothingToRetryError'
  readonly code = 'NOTHING_TO_RETRY'
}

/** The submission is still running, so its activities can't be taken back yet. */
export class SubmissionNotFinishedError extends BusinessError {
  override name = 'SubmissionNotFinishedError'
  readonly code = 'SUBMISSION_NOT_FINISHED'
}

/** The object does not exist, or the caller may not see it. The error is the same, so as not to reveal what exists. */
export class NotFoundError extends BusinessError {
  override name = 'NotFoundError'
  readonly code = 'NOT_FOUND'
}

/** Codes of errors that are not in a result union: clients find them in `extensions.code` of the GraphQL error. */
export type RequestErrorCode =
  | 'UNAUTHENTICATED'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'

/** A failure of the request as a whole. Its message is for people and safe to show. */
export class RequestError extends Error {
  override name = 'RequestError'
  readonly code: RequestErrorCode
  /** After how many seconds a client may try again, where that is known. */
  readonly retryAfterSeconds: number | undefined
  constructor(
    code: RequestErrorCode,
    message: string,
    { retryAfterSeconds, ...options }: ErrorOptions & { retryAfterSeconds?: number } = {},
  ) {
    super(message, options)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Rollcall can't start, or can't go on. The message says what to do about it, and is printed without a stack trace. */
export class StartupError extends Error {
  override name = 'StartupError'
}
