import { Prisma } from './generated/client.ts'

/** Which activity records are wanted; everything given must hold. Ids are UUIDs. */
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

/**
 * The records that a filter asks for and whoever the transaction acts for may see: one select for each of the ways by
 * which an index leads there, together. Row level security by itself would leave only the whole table.
 *
 * @param select makes the select of one way, `FROM from WHERE where`, in which the table is `record`
 * @param elsewhere keeps one's own records of chapters that one coordinates from being met twice
 */
export function visibleRecords(
  filter: ActivityRecordFilter,
  select: (from: Prisma.Sql, where: Prisma.Sql) => Prisma.Sql,
  elsewhere = Prisma.sql`AND record.chapter_id <> ALL ((SELECT rollcall.coordinated_chapters())::uuid[])`,
): Prisma.Sql {
  const { ids, peerMentorUserId, bulkSubmissionId, chapterId, includeVoided } = filter
  const conditions = conditionsOf(filter)
  const through = (where: Prisma.Sql) =>
    select(Prisma.sql`public.activity_records AS record`, Prisma.sql`${where} AND ${conditions}`)
  if (ids) return through(Prisma.sql`record.id = ANY (${[...ids]}::uuid[])`)
  if (peerMentorUserId) return through(Prisma.sql`record.peer_mentor_user_id = ${peerMentorUserId}::uuid`)
  if (bulkSubmissionId) {
    const counting = Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid AND record.voided_at IS NULL`
    const voided = Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid AND record.voided_at IS NOT NULL`
    if (!includeVoided) return through(counting)
    return Prisma.sql`(${through(counting)}) UNION ALL (${through(voided)})`
  }
  // One walk of the index for each chapter that the viewer coordinates, and one for their own.
  const own = through(Prisma.sql`record.peer_mentor_user_id = rollcall.caller() ${elsewhere}`)
  const named = chapterId ? Prisma.sql`WHERE chapter.id = ${chapterId}::uuid` : Prisma.empty
  return Prisma.sql`
    SELECT branch.* FROM unnest(rollcall.coordinated_chapters()) AS chapter (id)
      CROSS JOIN LATERAL (${through(Prisma.sql`record.chapter_id = chapter.id`)}) AS branch ${named}
    UNION ALL (${own})`
}

/** A page of those records, the latest first, as a query of whole rows. */
export function visibleRecordsPage(
  filter: ActivityRecordFilter,
  { after, limit }: { after: TimeAndId | null; limit: number },
): Prisma.Sql {
  const page = Prisma.sql`ORDER BY record.recorded_at DESC, record.id DESC LIMIT ${limit}`
  // The plain bound beside the comparison of both is what makes the place a condition of the index.
  const behind = after
    ? Prisma.sql`AND record.recorded_at <= ${after[0]}::timestamptz
        AND (record.recorded_at, record.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty
  const branches = visibleRecords(
    filter,
    (from, where) => Prisma.sql`SELECT record.* FROM ${from} WHERE ${where} ${behind} ${page}`,
    Prisma.empty,
  )
  // Met twice or not: a page is quicker without them than its walks are with the question.
  return Prisma.sql`SELECT DISTINCT ON (record.recorded_at, record.id) record.* FROM (${branches}) AS record ${page}`
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
