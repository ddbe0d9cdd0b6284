import { InputValidationError } from '@pothos/plugin-validation'
import { GraphQLError, Kind } from 'graphql'
import { failureOf } from '../../database/failure.ts'
import { RequestError, type RequestErrorCode } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { requestScope } from '../../request-scope.ts'
import { truncateMessage } from './message-length.ts'

// The HTTP status where a request as a whole fails with one of these codes.
const STATUS: Partial<Record<RequestErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
}

/**
 * Makes the function that turns whatever was thrown into an error that a client may see. A mistake of the client keeps
 * its message. Every unexpected error becomes an INTERNAL_SERVER_ERROR with the id of the request, and is logged under
 * that id.
 */
export function createMaskError(log: Log): (error: unknown) => GraphQLError {
  return (error) => {
    const thrown = originOf(error)
    // The outermost error is answered, because it names the place: which part of which variable, or which field.
    if (thrown instanceof GraphQLError && isAboutTheRequest(error as GraphQLError)) {
      truncateMessage(error as GraphQLError)
      return withCode(error as GraphQLError)
    }
    if (thrown instanceof RequestError) {
      if (thrown.code === 'SERVICE_UNAVAILABLE' && thrown.cause) {
        log.warn({ err: thrown.cause }, 'something that Rollcall needs could not be used')
      }
      return answer(thrown.code, thrown.message, error, thrown.retryAfterSeconds)
    }
    if (thrown instanceof InputValidationError) {
      return answer('BAD_USER_INPUT', describeMistakes(thrown), error)
    }
    const failure = failureOf(thrown)
    const where = {
      err: thrown,
      field: fieldOf(error),
      sqlState: failure.kind === 'refused' ? failure.sqlState : undefined,
    }
    if (failure.kind === 'unavailable' || failure.kind === 'conflict') {
      log.warn(where, 'the database could not be used')
      return answer('SERVICE_UNAVAILABLE', 'The database can’t be used at the moment. Try again.', error)
    }
    log.error(where, 'an operation failed')
    return answer('INTERNAL_SERVER_ERROR', 'Something went wrong on the server.', error)
  }
}

// Each of ten thousand ids may be malformed, so not all mistakes are named.
const MOST_MISTAKES = 20

/** Names the first mistakes by path and message, and counts the rest. */
function describeMistakes({ issues }: InputValidationError): string {
  const named = issues
    .slice(0, MOST_MISTAKES)
    .map(({ path, message }) => [path?.map(String).join('.'), message].filter(Boolean).join(': '))
  const left = issues.length - named.length
  return [...named, ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}

/**
 * The schema's name of the field that failed. The log needs it because stack traces end in Prisma. The error's path
 * can't be logged instead, because it contains aliases, which the client chooses.
 */
function fieldOf(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined
  return node?.kind === Kind.FIELD ? node.name.value : undefined
}

/** The error that was thrown first: GraphQL wraps it anew whenever it adds a location or a path. */
function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error
}

/**
 * Whether an error that GraphQL itself raised is the client's mistake. One with a path but without a code was raised
 * while the value of a field was completed, so it is a fault of the schema.
 */
function isAboutTheRequest(error: GraphQLError): boolean {
  return error.path === undefined || error.extensions.code !== undefined
}

/** Gives an error about the request the code BAD_USER_INPUT, where it has none of its own. */
function withCode(error: GraphQLError): GraphQLError {
  if (error.extensions.code) return error
  Object.assign(error.extensions, { code: 'BAD_USER_INPUT', http: httpOf('BAD_USER_INPUT', 400) })
  return error
}

function answer(
  code: RequestErrorCode,
  message: string,
  error: unknown,
  retryAfterSeconds?: number,
): GraphQLError {
  const at = error instanceof GraphQLError ? error : undefined
  const status = STATUS[code]
  return new GraphQLError(message, {
    nodes: at?.nodes ?? null,
    path: at?.path ?? null,
    extensions: {
      code,
      ...(code === 'INTERNAL_SERVER_ERROR' ? requestScope() : {}),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      // Only an error without a path sets the HTTP status: where one field fails, the rest of the answer is valid.
      ...(at?.path || status === undefined ? {} : { http: httpOf(code, status, retryAfterSeconds) }),
    },
  })
}

/**
 * The `http` extension, which Yoga takes out and applies. With `spec: true` it uses the status only for clients that
 * accept application/graphql-response+json, as the GraphQL-over-HTTP specification says.
 */
function httpOf(code: RequestErrorCode, status: number, retryAfterSeconds?: number): object {
  return {
    status,
    spec: true,
    headers: {
      ...(code === 'UNAUTHENTICATED' ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
  }
}
