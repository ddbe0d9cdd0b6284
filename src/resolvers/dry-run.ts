import type { Transaction } from '../database/transaction.ts'
import type { Context } from './context.ts'

/**
 * Runs database work with the viewer's rights, in one transaction. For a dry run the transaction is rolled back at its
 * end, so that all rules and rights have been checked by the database and nothing is saved.
 *
 * @returns what `work` returns
 */
export async function runMaybeDry<T>(
  context: Context,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let done: { answer: T } | undefined
  try {
    return await context.asViewer(async (tx) => {
      const answer = await work(tx)
      if (!dryRun) return answer
      done = { answer }
      throw new DryRunDone()
    })
  } catch (error) {
    if (error instanceof DryRunDone && done) return done.answer
    throw error
  }
}

class DryRunDone extends Error {
  override name = 'DryRunDone'
}
