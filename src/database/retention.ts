import type { Database } from './client.ts'
import { transactionAs } from './transaction.ts'

const KEYS_KEPT_FOR_DAYS = 30
const KEYS_AT_ONCE = 1_000

/**
 * Takes one small step in removing what has had its time: idempotency keys after 30 days, and the outcomes of a submission
 * where they are not kept for ever.
 *
 * @param outcomesKeptForDays null: for ever
 * @returns how many rows went; 0 when nothing is left to do
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
