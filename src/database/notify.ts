import type { Database } from './client.ts'
import type { Transaction } from './transaction.ts'

/** What servers tell each other, always about one submission. Never more than a hint: the rows are the truth. */
export type Channel = 'rollcall_work' | 'rollcall_progress'

/**
 * Tells the other servers, when the transaction commits, that a submission has news. An embedded database has no others.
 */
export async function notify(
  database: Database,
  transaction: Transaction,
  channel: Channel,
  submissionId: string,
): Promise<void> {
  if (!database.shared) return
  await transaction.$queryRaw`SELECT pg_notify(${channel}, ${submissionId})::text`
}
