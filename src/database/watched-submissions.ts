import type { Database } from './client.ts'
import { transactionAs } from './transaction.ts'

/** A submission, and a user who watches it. */
export interface Watched {
  userId: string
  submissionId: string
}

/** How far a submission is. */
export interface WatchedState {
  /** How many of its mentors have an outcome. */
  settled: number
  finished: boolean
}

/**
 * Reads how far submissions are, each with the rights of the user who watches it, all in one statement.
 *
 * @returns in the order of `watched`; undefined where the user can't see the submission, or can't any longer
 */
export async function lookAtSubmissions(
  database: Database,
  watched: readonly Watched[],
): Promise<(WatchedState | undefined)[]> {
  const viewers = watched.map(({ userId }) => userId)
  const submissions = watched.map(({ submissionId }) => submissionId)
  const rows = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<(WatchedState & { place: number })[]>`
      SELECT place, settled, finished FROM rollcall.look_at_submissions(${viewers}::uuid[], ${submissions}::uuid[])`,
  )
  const seen = new Map(rows.map(({ place, settled, finished }) => [place, { settled, finished }]))
  return watched.map((_, index) => seen.get(index + 1))
}
