import type { ActivityRecord, Prisma } from '../database/generated/client.ts'
import type { Context } from './context.ts'
import { latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

export interface ActivityRecordFilter {
  ids?: readonly string[] | null | undefined
  peerMentorUserId?: string | null | undefined
  activityTypeId?: string | null | undefined
  /** From this moment on. */
  recordedFrom?: Date | null | undefined
  /** Before this moment. */
  recordedTo?: Date | null | undefined
}

const byTime = latestFirst<ActivityRecord>('activityRecords', ({ recordedAt }) => recordedAt)

/** The activity records that the viewer may see, the latest first. */
export async function listActivityRecords(
  context: Context,
  args: PageArgs & { filter?: ActivityRecordFilter | null | undefined },
): Promise<Page<ActivityRecord>> {
  const { ids, peerMentorUserId, activityTypeId, recordedFrom, recordedTo } = args.filter ?? {}
  const where: Prisma.ActivityRecordWhereInput = {
    ...(ids ? { id: { in: [...ids] } } : {}),
    ...(peerMentorUserId ? { peerMentorUserId } : {}),
    ...(activityTypeId ? { activityTypeId } : {}),
    recordedAt: { ...(recordedFrom ? { gte: recordedFrom } : {}), ...(recordedTo ? { lt: recordedTo } : {}) },
  }
  const after = readCursor(args.after, byTime)
  const behind: Prisma.ActivityRecordWhereInput = after
    ? { OR: [{ recordedAt: { lt: after[0] } }, { recordedAt: after[0], id: { lt: after[1] } }] }
    : {}
  const rows = await context.asViewer((tx) =>
    tx.activityRecord.findMany({
      where: { AND: [where, behind] },
      orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
      take: args.first + 1,
    }),
  )
  return pageOf(rows, args, byTime, () => context.asViewer((tx) => tx.activityRecord.count({ where })))
}
