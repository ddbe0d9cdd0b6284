import { type GraphQLError, getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestError } from '../../errors.ts'
import type { Context } from '../../resolvers/context.ts'
import { rootFields } from './root-fields.ts'

/** Counts what a user asks for. Throws RATE_LIMITED, with when to come back, where that was too much within a minute. */
export type ConsumeRate = (userId: string, count: number) => Promise<void>

/**
 * Bounds how much one user may ask this server for.
 *
 * @param perMinute root fields of operations
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
 * Counts the root fields of each query and each mutation before it runs, over HTTP and on sockets. Subscriptions are
 * bounded by how many may be open.
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
