import { countActivityRecords, listActivityRecords } from '../database/activity-records.ts'
import type { ActivityRecord } from '../database/generated/client.ts'
import type { ActivityRecordFilter } from '../database/visible-records.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import { latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The record, or null where there is none that the viewer may see. */
export async function readActivityRecord(context: Context, given: string): Promise<ActivityRecord | null> {
  const id = readId(given)
  return (id && (await context.loaders.activityRecord.load(id))) || null
}

const byTime = latestFirst<ActivityRecord>('activityRecords', ({ recordedAt }) => recordedAt)

/** A page of the activity records that match a filter and that the viewer may see, the latest first. */
export function pageOfActivityRecords(
  context: Context,
  args: PageArgs & { filter?: ActivityRecordFilter | null | undefined },
): Page<ActivityRecord> {
  const filter = args.filter ?? {}
  const after = readCursor(args.after, byTime) ?? null
  return pageOf(args, byTime, {
    read: (limit) => context.asViewer((tx) => listActivityRecords(tx, { filter, after, limit })),
    count: () => context.asViewer((tx) => countActivityRecords(tx, filter)),
  })
}
