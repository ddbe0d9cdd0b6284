import type { Transaction } from '../database/transaction.ts'
import type { Context } from './context.ts'

/**
 * Runs database work with the viewer's rights, in one transaction that a dry run rolls back at its end: everything has
 * then been tried, rules and rights included, and nothing is saved.
 *
 * @returns what `work` returns
 */
export async function runMaybeDry<T>(
  context: Context,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let answer: { is: T } | undefined
  try {
    return await context.asViewer(async (tx) => {
      const is = await work(tx)
      if (!dryRun) return is
      answer = { is }
      throw new DryRunDone()
    })
  } catch (error) {
    if (error instanceof DryRunDone && answer) return answer.is
    throw error
  }
}

class DryRunDone extends Error {
  override name = 'DryRunDone'
}
