import DataLoader from 'dataloader'
import type {
  ActivityRecord,
  ActivityType,
  AuditEntry,
  BulkSubmission,
  Chapter,
  Profile,
} from '../database/generated/client.ts'
import { findPeerMentors, type ListedMentor } from '../database/mentors.ts'
import { findNodeTypes, type NodeType } from '../database/nodes.ts'
import { type AskedOutcomes, listOutcomes } from '../database/outcomes.ts'
import type { Transaction } from '../database/transaction.ts'
import { type OutcomeOfMentor, outcomeOfMentor } from './mentor-outcome.ts'

/**
 * Look-ups by id, with the viewer's rights. The look-ups of one kind that many fields of an operation ask for at once
 * are one query. Results are not cached, because a subscription may live long while rights and rows change.
 */
export interface Loaders {
  nodeType: DataLoader<string, NodeType | undefined>
  activityRecord: DataLoader<string, ActivityRecord | undefined>
  activityType: DataLoader<string, ActivityType>
  auditEntry: DataLoader<string, AuditEntry | undefined>
  chapter: DataLoader<string, Chapter>
  peerMentor: DataLoader<string, ListedMentor | undefined>
  /** Any user, peer mentor or not. */
  profile: DataLoader<string, Profile | undefined>
  /** The chapters, among those that the viewer may see, in which a user is a peer mentor. */
  mentorChapters: DataLoader<string, Chapter[]>
  /** Pages of the outcomes of submissions. */
  outcomes: DataLoader<AskedOutcomes, OutcomeOfMentor[]>
  submission: DataLoader<string, BulkSubmission | undefined>
  /** The submissions that retry a submission, the oldest first. */
  retries: DataLoader<string, BulkSubmission[]>
}

type AsViewer = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>

/** Creates the loaders of one operation; `asViewer` runs database work with its viewer's rights. */
export function createLoaders(asViewer: AsViewer): Loaders {
  /** @param read reads the rows of all ids at once, and returns a function that gives the row of an id */
  const batched = <T>(read: (tx: Transaction, ids: string[]) => Promise<(id: string) => T | Error>) =>
    new DataLoader<string, T>(
      async (ids) => {
        const answer = await asViewer((tx) => read(tx, [...ids]))
        return ids.map(answer)
      },
      { cache: false },
    )
  return {
    nodeType: batched(findNodeTypes),
    activityRecord: batched(async (tx, ids) => byId(await tx.activityRecord.findMany(withIds(ids)))),
    activityType: batched(async (tx, ids) => allThere(byId(await tx.activityType.findMany(withIds(ids))))),
    auditEntry: batched(async (tx, ids) => byId(await tx.auditEntry.findMany(withIds(ids)))),
    chapter: batched(async (tx, ids) => allThere(byId(await tx.chapter.findMany(withIds(ids))))),
    peerMentor: batched(async (tx, ids) => byUserId(await findPeerMentors(tx, ids))),
    profile: batched(async (tx, ids) =>
      byUserId(await tx.profile.findMany({ where: { userId: { in: ids } } })),
    ),
    mentorChapters: batched(async (tx, ids) => {
      const rows = await tx.chapterMember.findMany({
        where: { userId: { in: ids }, role: 'peer_mentor' },
        include: { chapter: true },
        orderBy: { chapter: { name: 'asc' } },
      })
      const byMentor = Map.groupBy(rows, (row) => row.userId)
      return (id) => (byMentor.get(id) ?? []).map(({ chapter }) => chapter)
    }),
    outcomes: new DataLoader(
      (asked) =>
        asViewer(async (tx) => (await listOutcomes(tx, asked)).map((rows) => rows.map(outcomeOfMentor))),
      { cache: false },
    ),
    submission: batched(async (tx, ids) => byId(await tx.bulkSubmission.findMany(withIds(ids)))),
    retries: batched(async (tx, ids) => {
      const rows = await tx.bulkSubmission.findMany({
        where: { retryOfId: { in: ids } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      })
      const byRetried = Map.groupBy(rows, (row) => row.retryOfId)
      return (id) => byRetried.get(id) ?? []
    }),
  }
}

const withIds = (ids: string[]) => ({ where: { id: { in: ids } } })

function byId<Row extends { id: string }>(rows: Row[]): (id: string) => Row | undefined {
  const found = new Map(rows.map((row) => [row.id, row]))
  return (id) => found.get(id)
}

function byUserId<Row extends { userId: string }>(rows: Row[]): (id: string) => Row | undefined {
  const found = new Map(rows.map((row) => [row.userId, row]))
  return (id) => found.get(id)
}

/** For rows that a foreign key guarantees and every user may see: a missing one is an error. */
function allThere<Row>(find: (id: string) => Row | undefined): (id: string) => Row | Error {
  return (id) => find(id) ?? new Error(`the row ${id} that another one refers to is gone`)
}
