import { type GraphQLError, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestError } from '../../errors.ts'
import type { Context } from '../../resolvers/context.ts'
import { rootFields } from './root-fields.ts'

/** Counts a user's changes. Throws RATE_LIMITED, with when to come back, where there were too many within a minute. */
export type ConsumeMutations = (userId: string, count: number) => Promise<void>

/**
 * Bounds how many changes one user may ask this server for.
 *
 * @param perMinute changes, each root field of a mutation counted by itself
 */
export function mutationRateLimiter(perMinute: number): ConsumeMutations {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return async (userId, count) => {
    try {
      await limiter.consume(userId, count)
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
      throw new RequestError(
        'RATE_LIMITED',
        `That was too much within a minute. Try again in ${seconds} s.`,
        {
          retryAfterSeconds: seconds,
        },
      )
    }
  }
}

/** Counts the root fields of each mutation before it runs, over HTTP and on sockets. */
export function mutationRateLimit(
  count: ConsumeMutations,
  refuse: (error: unknown) => GraphQLError,
): Plugin<Context> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const operation = getOperationAST(args.document, args.operationName)
      if (operation?.operation !== OperationTypeNode.MUTATION) return
      try {
        await count(args.contextValue.viewer.userId, rootFields(operation, args.document).length)
      } catch (error) {
        setResultAndStopExecution({ errors: [refuse(error)] })
      }
    },
  }
}
