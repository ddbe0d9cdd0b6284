import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import type { YogaServerInstance } from 'graphql-yoga'
import type { Viewer } from '../../auth/authenticate.ts'
import type { Log } from '../../log.ts'
import type { Metrics } from '../../metrics.ts'
import { inRequestScope, requestIdOf } from '../../request-scope.ts'
import type { LiveResults, LiveSubscribe } from '../graphql/live-results.ts'

/** What a `SocketOperation` needs. */
export interface OperationParts {
  http: YogaServerInstance<object, object>
  subscribe: LiveSubscribe
  log: Log
  metrics: Metrics
}

/** One operation on a socket: parses and runs it, and logs and counts it when it is answered, or begins to be. */
export class SocketOperation {
  readonly #parts: OperationParts
  readonly #payload: SubscribePayload
  readonly #enveloped: ReturnType<YogaServerInstance<object, object>['getEnveloped']>
  readonly #requestId = requestIdOf(null)
  readonly #arrivedAt = performance.now()

  constructor(parts: OperationParts, payload: SubscribePayload, viewer: Viewer | undefined) {
    this.#parts = parts
    this.#payload = payload
    // Without the HTTP request: that of a socket is a GET, and Yoga refuses mutations over GET.
    this.#enveloped = parts.http.getEnveloped({ params: payload, viewer })
  }

  /**
   * Parses and validates the operation and makes its context. Resolves to what to execute, or to what is wrong with the
   * operation; never rejects, because that would close the socket with all its operations.
   */
  prepare(): Promise<ExecutionArgs | readonly GraphQLError[]> {
    return inRequestScope(this.#requestId, async () => {
      const prepared = await this.#prepare().catch((error: unknown) => [
        error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
      ])
      if (Array.isArray(prepared)) this.#answered('unknown', prepared)
      return prepared
    })
  }

  /** Runs a query or a mutation. Its errors are part of the result. */
  execute(args: ExecutionArgs): Promise<ExecutionResult> {
    return inRequestScope(this.#requestId, async () => {
      const result: ExecutionResult = await this.#enveloped.execute(args)
      this.#answered(
        getOperationAST(args.document, args.operationName)?.operation ?? 'unknown',
        result.errors,
      )
      return result
    })
  }

  /** Starts a subscription. Resolves to its results, or to the errors that kept it from starting. */
  subscribe(args: ExecutionArgs): Promise<LiveResults | ExecutionResult> {
    return inRequestScope(this.#requestId, async () => {
      const results = await this.#parts.subscribe(args)
      this.#answered('subscription', 'errors' in results ? results.errors : undefined)
      return results
    })
  }

  async #prepare(): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { schema, parse, validate, contextFactory } = this.#enveloped
    const { query, operationName, variables } = this.#payload
    const document = parse(query)
    const mistakes = validate(schema, document)
    if (mistakes.length > 0) return mistakes
    return {
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: await contextFactory(),
    }
  }

  #answered(operation: string, errors: readonly GraphQLError[] | undefined): void {
    const { log, metrics } = this.#parts
    const ms = Math.round(performance.now() - this.#arrivedAt)
    const code = errors?.[0]?.extensions.code
    metrics.socketOperationAnswered(operation, errors ? 'errors' : 'ok', ms)
    log.info({ operation, ...(errors ? { code } : {}), ms }, 'socket operation')
  }
}
