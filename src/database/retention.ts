import type { Database } from './client.ts'
import { transactionAs } from './transaction.ts'

const KEYS_KEPT_FOR_DAYS = 30
const KEYS_AT_ONCE = 1_000

/**
 * Deletes expired rows: at most 1,000 idempotency keys that are older than 30 days, and the outcomes of at most one
 * submission. Call it repeatedly: the steps are small so that nobody has to wait for their locks.
 *
 * @param outcomesKeptForDays how long after its end a submission keeps its outcomes; null: for ever
 * @returns how many rows it deleted; 0 when nothing is left to do
 */
export async function removeExpired(
  database: Database,
  { outcomesKeptForDays }: { outcomesKeptForDays: number | null },
): Promise<number> {
  const [row] = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<[{ removed: number }]>`
      SELECT rollcall.remove_idempotency_keys(now() - make_interval(days => ${KEYS_KEPT_FOR_DAYS}::integer), ${KEYS_AT_ONCE}::integer)
        + CASE WHEN ${outcomesKeptForDays}::integer IS NULL THEN 0
          ELSE rollcall.remove_outcomes(now() - make_interval(days => ${outcomesKeptForDays}::integer)) END AS removed`,
  )
  return row.removed
}
