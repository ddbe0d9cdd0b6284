import DataLoader from 'dataloader'
import type { ActivityType, BulkSubmission, Chapter, Profile } from '../database/generated/client.ts'
import type { Transaction } from '../database/transaction.ts'

/**
 * What operations look up by id: each kind in one query, however many fields ask at once, with the viewer's rights.
 * Nothing is remembered, for a subscription may live long while rights and rows change.
 */
export interface Loaders {
  activityType: DataLoader<string, ActivityType>
  profile: DataLoader<string, Profile | null>
  /** The chapters, among those that the viewer may see, in which a user is a peer mentor. */
  mentorChapters: DataLoader<string, Chapter[]>
  submission: DataLoader<string, BulkSubmission | null>
  /** The submissions that retry a submission, the oldest first. */
  retries: DataLoader<string, BulkSubmission[]>
}

function batched<T>(load: DataLoader.BatchLoadFn<string, T>): DataLoader<string, T> {
  return new DataLoader(load, { cache: false })
}

type AsViewer = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>

export function createLoaders(asViewer: AsViewer): Loaders {
  return {
    activityType: batched(async (ids) => {
      const rows = await asViewer((tx) => tx.activityType.findMany({ where: { id: { in: [...ids] } } }))
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => byId.get(id) ?? new Error(`activity type ${id} is gone`))
    }),

    profile: batched(async (ids) => {
      const rows = await asViewer((tx) => tx.profile.findMany({ where: { userId: { in: [...ids] } } }))
      const byId = new Map(rows.map((row) => [row.userId, row]))
      return ids.map((id) => byId.get(id) ?? null)
    }),

    mentorChapters: batched(async (ids) => {
      const rows = await asViewer((tx) =>
        tx.chapterMember.findMany({
          where: { userId: { in: [...ids] }, role: 'peer_mentor' },
          include: { chapter: true },
          orderBy: { chapter: { name: 'asc' } },
        }),
      )
      const byMentor = Map.groupBy(rows, (row) => row.userId)
      return ids.map((id) => (byMentor.get(id) ?? []).map(({ chapter }) => chapter))
    }),

    submission: batched(async (ids) => {
      const rows = await asViewer((tx) => tx.bulkSubmission.findMany({ where: { id: { in: [...ids] } } }))
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => byId.get(id) ?? null)
    }),

    retries: batched(async (ids) => {
      const rows = await asViewer((tx) =>
        tx.bulkSubmission.findMany({
          where: { retryOfId: { in: [...ids] } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      )
      const byRetried = Map.groupBy(rows, (row) => row.retryOfId)
      return ids.map((id) => byRetried.get(id) ?? [])
    }),
  }
}
