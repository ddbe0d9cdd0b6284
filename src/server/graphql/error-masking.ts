import { InputValidationError } from '@pothos/plugin-validation'
import { GraphQLError, Kind } from 'graphql'
import { failureOf } from '../../database/failure.ts'
import { RequestError, type RequestErrorCode } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { requestScope } from '../../request-scope.ts'
import { truncateMessage } from './message-length.ts'

const STATUS: Partial<Record<RequestErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
}

/**
 * Turns whatever was thrown into what a client may see: its own mistakes as they are, everything unexpected as a mere
 * INTERNAL_SERVER_ERROR with the id under which the log has the rest.
 */
export function createMaskError(log: Log): (error: unknown) => GraphQLError {
  return (error) => {
    const thrown = originOf(error)
    // The outermost one says where: at which place of which variable, or in which field.
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
      const mistakes = thrown.issues.map(({ path, message }) =>
        [path?.map(String).join('.'), message].filter(Boolean).join(': '),
      )
      return answer('BAD_USER_INPUT', mistakes.join('; '), error)
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

/** The field that failed, by the schema's name of it: stack traces end in Prisma, and paths hold names of the client's. */
function fieldOf(error: unknown): string | undefined {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined
  return node?.kind === Kind.FIELD ? node.name.value : undefined
}

/** GraphQL wraps an error once for each thing that it adds to it. */
function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error
}

/** What GraphQL itself finds wrong is the client's mistake, unless it happened in a field: then it is the schema's. */
function isAboutTheRequest(error: GraphQLError): boolean {
  return error.path === undefined || error.extensions.code !== undefined
}

/** Errors about the request that name no code. */
function withCode(error: GraphQLError): GraphQLError {
  if (error.extensions.code) return error
  error.extensions.code = 'BAD_USER_INPUT'
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
      // A field that fails leaves the rest of the answer standing: then the request as a whole did not fail.
      ...(at?.path || status === undefined ? {} : { http: httpOf(code, status, retryAfterSeconds) }),
    },
  })
}

/** The GraphQL-over-HTTP rules: a status only for clients that accept application/graphql-response+json. */
function httpOf(code: RequestErrorCode, status: number, retryAfterSeconds: number | undefined): object {
  return {
    status,
    spec: true,
    headers: {
      ...(code === 'UNAUTHENTICATED' ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
  }
}
