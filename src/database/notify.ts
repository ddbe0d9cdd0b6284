import type { Database } from './client.ts'
import type { Transaction } from './transaction.ts'

/**
 * The channels of NOTIFY between servers. A notification names a submission: `rollcall_work`, it was accepted or is to
 * be cancelled; `rollcall_progress`, mentors were settled, by the process whose `origin` follows after a space. It is
 * only a hint to look at the tables, so a lost one delays something and breaks nothing.
 */
export type Channel = 'rollcall_work' | 'rollcall_progress'

/**
 * Notifies the other servers about a submission, when the transaction commits. Does nothing on the embedded database,
 * which no other process uses.
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
