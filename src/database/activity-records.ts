import { type ActivityRecord, Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'
import {
  type ActivityRecordFilter,
  type TimeAndId,
  visibleRecords,
  visibleRecordsPage,
} from './visible-records.ts'

/**
 * A page of the activity records that the transaction's user may see, the latest first.
 *
 * @param page.after the place of the last record of the page before; null for the first page
 * @param page.limit how many records at most
 */
export function listActivityRecords(
  tx: Transaction,
  { filter, ...page }: { filter: ActivityRecordFilter; after: TimeAndId | null; limit: number },
): Promise<ActivityRecord[]> {
  return tx.$queryRaw<ActivityRecord[]>`
    SELECT record.id, record.peer_mentor_user_id AS "peerMentorUserId", record.activity_type_id AS "activityTypeId",
      record.recorded_at AS "recordedAt", record.duration_minutes AS "durationMinutes",
      record.recorded_by_user_id AS "recordedByUserId", record.created_at AS "createdAt",
      record.chapter_id AS "chapterId", record.bulk_submission_id AS "bulkSubmissionId",
      record.voided_at AS "voidedAt", record.voided_by AS "voidedBy", record.void_reason AS "voidReason"
    FROM (${visibleRecordsPage(filter, page)}) AS record`
}

/** How many activity records listActivityRecords would list on all pages together. */
export async function countActivityRecords(tx: Transaction, filter: ActivityRecordFilter): Promise<number> {
  const branches = visibleRecords(
    filter,
    (from, where) => Prisma.sql`SELECT count(*) AS records FROM ${from} WHERE ${where}`,
  )
  const [row] = await tx.$queryRaw<[{ records: number }]>`
    SELECT coalesce(sum(branch.records), 0)::integer AS records FROM (${branches}) AS branch`
  return row.records
}
