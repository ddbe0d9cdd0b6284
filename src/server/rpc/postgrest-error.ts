import { failureOf } from '../../database/failure.ts'
import {
  ActivitiesRejectedError,
  BatchTooLargeError,
  IdempotencyKeyReusedError,
  PermissionDeniedError,
  RequestError,
  SubmissionNotFinishedError,
} from '../../errors.ts'
import type { Log } from '../../log.ts'
import { requestScope } from '../../request-scope.ts'

/** An error in PostgREST's form: a code (an SQLSTATE, or one of PostgREST's own) and the HTTP status of the answer. */
export class PostgrestError extends Error {
  override name = 'PostgrestError'
  readonly status: number
  readonly code: string
  readonly details: string | null
  readonly hint: string | null
  readonly headers: Record<string, string>
  constructor(
    status: number,
    code: string,
    message: string,
    details: string | null = null,
    hint: string | null = null,
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
    this.hint = hint
    this.headers = headers
  }
}

/**
 * What the RPC endpoint answers for an error: status and headers, and the body {code, message, details, hint}. An
 * unexpected error is logged and masked. The statuses are PostgREST's:
 * https://docs.postgrest.org/en/stable/references/errors.html
 */
export function failure(error: unknown, log: Log) {
  const { status, headers, code, message, details, hint } = toPostgrest(error, log)
  return { status, headers, code, message, details, hint }
}

function toPostgrest(error: unknown, log: Log): PostgrestError {
  if (error instanceof PostgrestError) return error
  if (error instanceof ActivitiesRejectedError) {
    return new PostgrestError(
      Number(error.sqlState.slice(2)), // in PostgREST, the SQLSTATE PTnnn sets status nnn
      error.sqlState,
      error.message,
      JSON.stringify({ issues: error.issues }),
      'Correct the rows that details names, and send all of them again.',
    )
  }
  if (error instanceof BatchTooLargeError) {
    const { limit, received } = error
    return new PostgrestError(
      413,
      '54000',
      error.message,
      JSON.stringify({ limit, received }),
      'Split them into smaller batches.',
    )
  }
  if (error instanceof PermissionDeniedError) return new PostgrestError(403, '42501', error.message)
  if (error instanceof IdempotencyKeyReusedError) return new PostgrestError(409, error.code, error.message)
  if (error instanceof SubmissionNotFinishedError) return new PostgrestError(409, 'PT409', error.message)
  if (error instanceof RequestError && error.code === 'UNAUTHENTICATED') {
    return new PostgrestError(401, 'PGRST301', error.message, null, null, { 'www-authenticate': 'Bearer' })
  }
  if (error instanceof RequestError && error.code === 'RATE_LIMITED') {
    const headers = { 'retry-after': String(error.retryAfterSeconds ?? 60) }
    return new PostgrestError(429, error.code, error.message, null, null, headers)
  }
  const { kind } = failureOf(error)
  if (kind === 'unavailable' || kind === 'conflict' || error instanceof RequestError) {
    log.warn({ err: error }, 'the database or the token keys could not be used')
    return new PostgrestError(503, '57P03', 'The database can’t be used at the moment. Try again.')
  }
  log.error({ err: error }, 'a call failed')
  const requestId = requestScope()?.requestId
  return new PostgrestError(
    500,
    'XX000',
    'Something went wrong on the server.',
    requestId ? `request ${requestId}` : null,
  )
}
