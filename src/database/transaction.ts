import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './client.ts'
import { failureOf } from './failure.ts'
import type { Prisma } from './generated/client.ts'

/** An open transaction. Prisma's calls and raw SQL on it run with the rights of the actor that `actAs` set last. */
export type Transaction = Prisma.TransactionClient

/** In whose name a transaction acts: a logged-in user, or one of the roles that stand for no user. */
export type Actor = { userId: string } | 'rollcall_server' | 'service_role'

// PostgreSQL ends a statement well before Prisma's time-out for the transaction, which must never end during a COMMIT:
// nobody would know then whether it was committed.
const STATEMENT_TIMEOUT_MS = 8_000
// A process that hangs during a transaction must not keep its rows locked. Half of the statement's time: where a second
// transaction of that process waits for the rows of the first, all others that wait have ended when the second is ended.
const IDLE_TIMEOUT_MS = 4_000
const TRANSACTION_TIMEOUT_MS = 20_000
const WAIT_FOR_CONNECTION_MS = 10_000
const ATTEMPTS = 4

/**
 * Runs `work` in one transaction with an actor's rights. Where the database rolled it back because of a conflict
 * (deadlock, serialization failure), runs it again, up to four times in all. So `work` must do nothing but database
 * work.
 *
 * @returns what `work` returns, once the transaction is committed
 * @throws what `work` throws, after everything was rolled back; an error of Prisma where the transaction could not be
 *   started or committed
 */
export async function transactionAs<T>(
  database: Database,
  actor: Actor,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    // The embedded database runs in this process and never waits for I/O. Without a pause, one transaction after
    // another would starve sockets and timers.
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
 * Continues a transaction with another actor's rights. All settings are local to the transaction, so that the next user
 * of the connection does not get them.
 */
export async function actAs(transaction: Transaction, actor: Actor): Promise<void> {
  const [role, claims] =
    typeof actor === 'string'
      ? [actor, '']
      : ['authenticated', JSON.stringify({ sub: actor.userId, role: 'authenticated' })]
  // The time zone is UTC because neither database adapter reads the offset of a timestamp. Sequential scans, bitmap
  // scans and sorts are off so that the planner walks an index in order and stops at the LIMIT. On a database without
  // statistics (never analysed) it assumes that every condition leaves few rows, and would otherwise read and sort all
  // of them.
  await transaction.$queryRaw`
    SELECT set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true),
      set_config('TimeZone', 'UTC', true), set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(IDLE_TIMEOUT_MS)}, true),
      set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_sort', 'off', true), set_config('jit', 'off', true)`
}
