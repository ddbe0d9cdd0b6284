import type { Database } from './client.ts'
import { transactionAs } from './transaction.ts'

/** A submission that a user watches. */
export interface Watched {
  userId: string
  submissionId: string
}

/** How far a submission is, as its viewer sees it. */
export interface WatchedState {
  settled: number
  finished: boolean
}

/**
 * Looks at submissions for those who watch them, with the rights of each, in one statement.
 *
 * @returns in the order of `watched`; undefined where the user sees no such submission (any longer)
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
