import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { AbortableIterator } from '../../orchestrator/core/abortable-iterator.ts'
import { inRequestScope, requestIdOf, requestScope } from '../../request-scope.ts'
import { iterateWatcher, ProgressWatcher } from '../../resolvers/progress-watcher.ts'
import { type ExecutedUpdate, type SharedExecution, SharedExecutions } from './shared-execution.ts'

/** Starts a subscription. Resolves to its results, or to the errors that kept it from starting. */
export type LiveSubscribe = (args: ExecutionArgs) => Promise<LiveResults | ExecutionResult>

/**
 * The results of one subscription. Server-sent events iterate over it. The WebSocket server, which may have thousands,
 * opens the watcher with a callback and calls `next`.
 */
export class LiveResults implements AsyncIterable<ExecutionResult> {
  readonly watcher: ProgressWatcher
  readonly #execution: SharedExecution
  readonly #mask: (error: unknown) => GraphQLError
  readonly #requestId = requestScope()?.requestId ?? requestIdOf(null)

  constructor(watcher: ProgressWatcher, execution: SharedExecution, mask: (error: unknown) => GraphQLError) {
    this.watcher = watcher
    this.#execution = execution
    this.#mask = mask
  }

  /**
   * The next result; undefined where there is none yet, null where the subscription has completed.
   *
   * @throws GraphQLError, masked, where the subscription ends with an error
   */
  next(): ExecutedUpdate | Promise<ExecutedUpdate> | undefined | null {
    try {
      const update = this.watcher.next()
      return update && this.#execution.of(update, this.watcher.context, this.#requestId)
    } catch (error) {
      throw inRequestScope(this.#requestId, () => this.#mask(error))
    }
  }

  [Symbol.asyncIterator](): AbortableIterator<ExecutionResult> {
    return iterateWatcher(this.watcher, () => {
      const next = this.next()
      return next && Promise.resolve(next).then(({ result }) => result)
    })
  }
}

/** Makes the function that starts subscriptions, which HTTP and the WebSocket server share. */
export function createLiveSubscribe(maskError: (error: unknown) => GraphQLError): LiveSubscribe {
  const mask = once(maskError)
  const executions = new SharedExecutions(mask)
  return async (args) => {
    const source = await createSourceEventStream(args)
    // The only subscription of the schema is bulkProgress, whose source is a watcher. Anything else is a result with
    // errors.
    if (source instanceof ProgressWatcher) return new LiveResults(source, executions.of(args), mask)
    const { errors } = source as ExecutionResult
    return errors ? { errors: errors.map(mask) } : (source as ExecutionResult)
  }
}

/** Makes Yoga start subscriptions with `subscribe`. */
export function liveResults(subscribe: LiveSubscribe): Plugin {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe)
    },
  }
}

/** Masks each error object once, so that an error that ends many subscriptions is logged once. */
function once(maskError: (error: unknown) => GraphQLError): (error: unknown) => GraphQLError {
  const masked = new WeakMap<object, GraphQLError>()
  return (error) => {
    if (typeof error !== 'object' || error === null) return maskError(error)
    const known = masked.get(error) ?? maskError(error)
    masked.set(error, known)
    return known
  }
}
