import type { ActivityRecord, Prisma } from '../database/generated/client.ts'
import type { RecordFilter } from '../database/visible-records.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import { latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The record, or null where there is none that the viewer may see. */
export async function readActivityRecord(context: Context, given: string): Promise<ActivityRecord | null> {
  const id = readId(given)
  return (id && (await context.loaders.activityRecord.load(id))) || null
}

const byTime = latestFirst<ActivityRecord>('activityRecords', ({ recordedAt }) => recordedAt)

/** The activity records that the viewer may see, the latest first. */
export function listActivityRecords(
  context: Context,
  args: PageArgs & { filter?: RecordFilter | null | undefined },
): Page<ActivityRecord> {
  const {
    ids,
    peerMentorUserId,
    activityTypeId,
    chapterId,
    bulkSubmissionId,
    recordedFrom,
    recordedTo,
    includeVoided,
  } = args.filter ?? {}
  const where: Prisma.ActivityRecordWhereInput = {
    ...(ids ? { id: { in: [...ids] } } : {}),
    ...(peerMentorUserId ? { peerMentorUserId } : {}),
    ...(activityTypeId ? { activityTypeId } : {}),
    ...(chapterId ? { chapterId } : {}),
    ...(bulkSubmissionId ? { bulkSubmissionId } : {}),
    ...(includeVoided ? {} : { voidedAt: null }),
    recordedAt: { ...(recordedFrom ? { gte: recordedFrom } : {}), ...(recordedTo ? { lt: recordedTo } : {}) },
  }
  const after = readCursor(args.after, byTime)
  const behind: Prisma.ActivityRecordWhereInput = after
    ? { OR: [{ recordedAt: { lt: after[0] } }, { recordedAt: after[0], id: { lt: after[1] } }] }
    : {}
  return pageOf(args, byTime, {
    read: (limit) =>
      context.asViewer((tx) =>
        tx.activityRecord.findMany({
          where: { AND: [where, behind] },
          orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
          take: limit,
        }),
      ),
    count: () => context.asViewer((tx) => tx.activityRecord.count({ where })),
  })
}
