import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './client.ts'
import { failureOf } from './failure.ts'
import type { Prisma } from './generated/client.ts'

/** One open transaction. Prisma's calls and raw SQL on it run with the rights last set. */
export type Transaction = Prisma.TransactionClient

/** In whose name a transaction acts: a logged-in user, or one of the roles that stand for no user. */
export type Actor = { userId: string } | 'rollcall_server' | 'service_role'

// Prisma's own clock must never run out during COMMIT, so the server's runs out well before.
const STATEMENT_TIMEOUT_MS = 8_000
// A frozen process must not keep its rows locked.
const IDLE_TIMEOUT_MS = 5_000
const TRANSACTION_TIMEOUT_MS = 20_000
const WAIT_FOR_CONNECTION_MS = 10_000
const ATTEMPTS = 4

/**
 * Runs `work` in one transaction with an actor's rights, and runs it again where the database gave up on it to
 * resolve a conflict (deadlock, serialization failure). `work` must therefore do nothing but database work.
 *
 * @throws what `work` throws, after everything was rolled back
 */
export async function transactionAs<T>(
  database: Database,
  actor: Actor,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    // The embedded database works without ever waiting for the outside: one piece of work after the other would keep
    // sockets and timers from their turn.
    if (!database.shared) await nextTurn()
    try {
      return await database.prisma.$transaction(
        async (transaction) => {
          await actAs(transaction, actor)
          return await work(transaction)
        },
        { maxWait: WAIT_FOR_CONNECTION_MS, timeout: TRANSACTION_TIMEOUT_MS },
      )
    } catch (error) {
      if (failureOf(error).kind !== 'conflict' || attempt === ATTEMPTS) throw error
      await sleep(Math.random() * 20 * 2 ** attempt)
    }
  }
}

/**
 * Goes on in a running transaction with another actor's rights. Everything is set for this transaction only, so that
 * nothing of it reaches the next user of the connection.
 */
export async function actAs(transaction: Transaction, actor: Actor): Promise<void> {
  const [role, claims] =
    typeof actor === 'string'
      ? [actor, '']
      : ['authenticated', JSON.stringify({ sub: actor.userId, role: 'authenticated' })]
  // UTC, because neither database adapter reads the offset of a timestamp. And no plan that reads or sorts more than it
  // answers with, where an index leads straight there: without statistics, on a database that nobody has analysed, the
  // planner takes every condition for one that leaves next to nothing.
  await transaction.$queryRaw`
    SELECT set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true),
      set_config('TimeZone', 'UTC', true), set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(IDLE_TIMEOUT_MS)}, true),
      set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_sort', 'off', true), set_config('jit', 'off', true)`
}
