import type { ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { inRequestScope, requestScope } from '../../request-scope.ts'

/**
 * Keeps each step of a subscription in the scope of the request that began it, which has long been answered by then.
 * Errors are masked here, for whatever comes after this no longer knows the scope.
 */
export function subscriptionScope(maskError: (error: unknown) => GraphQLError): Plugin {
  return {
    onSubscribe() {
      const scope = requestScope()
      return {
        onSubscribeResult({ result, setResult }) {
          if (!scope || !isAsyncIterable(result)) return
          const steps = result[Symbol.asyncIterator]()
          const next = async () => {
            try {
              return await steps.next()
            } catch (error) {
              throw maskError(error)
            }
          }
          const inScope: AsyncIterableIterator<ExecutionResult> = {
            next: () => inRequestScope(scope.requestId, next),
            return: async () => (await steps.return?.()) ?? { done: true, value: undefined },
            [Symbol.asyncIterator]: () => inScope,
          }
          setResult(inScope)
        },
      }
    },
  }
}
