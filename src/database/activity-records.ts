import { type ActivityRecord, Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'

/** Which activity records are wanted; everything given must hold. */
export interface ActivityRecordFilter {
  ids?: readonly string[] | null | undefined
  peerMentorUserId?: string | null | undefined
  activityTypeId?: string | null | undefined
  chapterId?: string | null | undefined
  bulkSubmissionId?: string | null | undefined
  /** From this moment on. */
  recordedFrom?: Date | null | undefined
  /** Before this moment. */
  recordedTo?: Date | null | undefined
  /** Also those that were taken back. */
  includeVoided?: boolean | null | undefined
}

/** A place in a list in falling order of time, its ids settling ties. */
export type TimeAndId = readonly [time: string | Date, id: string]

const COLUMNS = Prisma.sql`
  record.id, record.peer_mentor_user_id AS "peerMentorUserId", record.activity_type_id AS "activityTypeId",
  record.recorded_at AS "recordedAt", record.duration_minutes AS "durationMinutes",
  record.recorded_by_user_id AS "recordedByUserId", record.created_at AS "createdAt", record.chapter_id AS "chapterId",
  record.bulk_submission_id AS "bulkSubmissionId", record.voided_at AS "voidedAt", record.voided_by AS "voidedBy",
  record.void_reason AS "voidReason"`

/**
 * The activity records that whoever the transaction acts for may see, the latest first.
 *
 * @param after only those behind this place; null from the beginning
 */
export function listActivityRecords(
  tx: Transaction,
  { filter, after, limit }: { filter: ActivityRecordFilter; after: TimeAndId | null; limit: number },
): Promise<ActivityRecord[]> {
  const page = Prisma.sql`ORDER BY record.recorded_at DESC, record.id DESC LIMIT ${limit}`
  // The plain bound beside the comparison of both is what makes the place a condition of the index.
  const behind = after
    ? Prisma.sql`AND record.recorded_at <= ${after[0]}::timestamptz
        AND (record.recorded_at, record.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty
  const branches = branchesOf(
    filter,
    (from, where) =>
      Prisma.sql`SELECT record.* FROM ${from} WHERE ${where} AND ${conditionsOf(filter)} ${behind} ${page}`,
  )
  return tx.$queryRaw<ActivityRecord[]>`
    SELECT DISTINCT ON (record.recorded_at, record.id) ${COLUMNS} FROM (${branches}) AS record ${page}`
}

/** How many activity records there are in all that listActivityRecords would list. */
export async function countActivityRecords(tx: Transaction, filter: ActivityRecordFilter): Promise<number> {
  const branches = branchesOf(
    filter,
    (from, where) =>
      Prisma.sql`SELECT count(*) AS records FROM ${from} WHERE ${where} AND ${conditionsOf(filter)}`,
    Prisma.sql`AND record.chapter_id <> ALL ((SELECT rollcall.coordinated_chapters())::uuid[])`,
  )
  const [row] = await tx.$queryRaw<[{ records: number }]>`
    SELECT coalesce(sum(branch.records), 0)::integer AS records FROM (${branches}) AS branch`
  return row.records
}

/**
 * The ways by which an index leads to the records that a filter asks for, together: each is one select that `select`
 * makes of a table and the condition that leads there. Row level security by itself would leave only the whole table.
 *
 * @param elsewhere keeps one's own records of chapters that one coordinates from being met twice
 */
function branchesOf(
  { ids, peerMentorUserId, bulkSubmissionId, chapterId, includeVoided }: ActivityRecordFilter,
  select: (from: Prisma.Sql, where: Prisma.Sql) => Prisma.Sql,
  elsewhere = Prisma.empty,
): Prisma.Sql {
  const records = Prisma.sql`public.activity_records AS record`
  if (ids) return select(records, Prisma.sql`record.id = ANY (${[...ids]}::uuid[])`)
  if (peerMentorUserId)
    return select(records, Prisma.sql`record.peer_mentor_user_id = ${peerMentorUserId}::uuid`)
  if (bulkSubmissionId) {
    const counting = Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid AND record.voided_at IS NULL`
    const voided = Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid AND record.voided_at IS NOT NULL`
    if (!includeVoided) return select(records, counting)
    return Prisma.sql`(${select(records, counting)}) UNION ALL (${select(records, voided)})`
  }
  // One walk of the index for each chapter that the viewer coordinates, and one for their own.
  const ofChapters = select(records, Prisma.sql`record.chapter_id = chapter.id`)
  const own = select(records, Prisma.sql`record.peer_mentor_user_id = rollcall.caller() ${elsewhere}`)
  const named = chapterId ? Prisma.sql`WHERE chapter.id = ${chapterId}::uuid` : Prisma.empty
  return Prisma.sql`
    SELECT branch.* FROM unnest(rollcall.coordinated_chapters()) AS chapter (id) CROSS JOIN LATERAL (${ofChapters}) AS branch ${named}
    UNION ALL (${own})`
}

// IS TRUE keeps a condition that leads nowhere from being taken for one that does: partial indexes have it too.
function conditionsOf(filter: ActivityRecordFilter): Prisma.Sql {
  const { peerMentorUserId, activityTypeId, chapterId, bulkSubmissionId, recordedFrom, recordedTo } = filter
  const conditions = [
    filter.includeVoided ? Prisma.sql`true` : Prisma.sql`(record.voided_at IS NULL) IS TRUE`,
    ...(peerMentorUserId ? [Prisma.sql`record.peer_mentor_user_id = ${peerMentorUserId}::uuid`] : []),
    ...(activityTypeId ? [Prisma.sql`record.activity_type_id = ${activityTypeId}::uuid`] : []),
    ...(chapterId ? [Prisma.sql`record.chapter_id = ${chapterId}::uuid`] : []),
    ...(bulkSubmissionId ? [Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid`] : []),
    ...(recordedFrom ? [Prisma.sql`record.recorded_at >= ${recordedFrom}::timestamptz`] : []),
    ...(recordedTo ? [Prisma.sql`record.recorded_at < ${recordedTo}::timestamptz`] : []),
  ]
  return Prisma.join(conditions, ' AND ')
}
