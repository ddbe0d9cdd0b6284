import type { Context } from '../../resolvers/context.ts'

/** One call of a function, by a user who is logged in. */
export interface RpcCall {
  request: Request
  context: Context
  /** Whether everything is to be rolled back at the end: `Prefer: tx=rollback`. */
  dryRun: boolean
}

/** Answers a call with what the database function returns. */
export type RpcFunction = (call: RpcCall) => Promise<unknown>
