import { type GraphQLError, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestError } from '../../errors.ts'
import type { Context } from '../../resolvers/context.ts'
import { rootFields } from './root-fields.ts'

/**
 * Counts root fields that a user has sent.
 *
 * @throws RequestError RATE_LIMITED, with the seconds after which to try again, where that is too many within a minute
 */
export type ConsumeRate = (userId: string, count: number) => Promise<void>

/**
 * Makes a limiter, which counts each user for itself, in this process.
 *
 * @param perMinute root fields that one user may send within a minute
 */
export function rateLimiter(perMinute: number): ConsumeRate {
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

/**
 * Counts the root fields of each query and each mutation before it is executed, over HTTP and on sockets, and refuses
 * it where the user has sent too many. Subscriptions are not counted: how many may be open is limited elsewhere.
 *
 * @param refuse turns the limiter's error into the one that the client gets
 */
export function rateLimit(
  { queries, mutations }: { queries: ConsumeRate; mutations: ConsumeRate },
  refuse: (error: unknown) => GraphQLError,
): Plugin<Context> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const operation = getOperationAST(args.document, args.operationName)
      const { viewer } = args.contextValue
      if (!operation || !viewer) return
      const consume = operation.operation === OperationTypeNode.MUTATION ? mutations : queries
      try {
        await consume(viewer.userId, rootFields(operation, args.document).length)
      } catch (error) {
        setResultAndStopExecution({ errors: [refuse(error)] })
      }
    },
  }
}
