import { Prisma } from './generated/client.ts'

/** Which activity records are wanted: those that meet every condition given. Ids are UUIDs. */
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

/** The place of a row in a list that is ordered by time and then by id, both descending. */
export type TimeAndId = readonly [time: string | Date, id: string]

/**
 * The records that match a filter and that the transaction's user may see, as a union of selects, each of which can use
 * an index. With the conditions of row level security alone, PostgreSQL would read the whole table.
 *
 * @param select makes one of the selects, with `FROM from WHERE where` in it; the table's alias is `record`
 * @param elsewhere leaves out the user's own records in chapters that they coordinate, which the chapters' selects have
 *   already; without it these records appear twice
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
  // One walk of an index for each chapter that the user coordinates, and one for their own records.
  const own = through(Prisma.sql`record.peer_mentor_user_id = rollcall.caller() ${elsewhere}`)
  const named = chapterId ? Prisma.sql`WHERE chapter.id = ${chapterId}::uuid` : Prisma.empty
  return Prisma.sql`
    SELECT branch.* FROM unnest(rollcall.coordinated_chapters()) AS chapter (id)
      CROSS JOIN LATERAL (${through(Prisma.sql`record.chapter_id = chapter.id`)}) AS branch ${named}
    UNION ALL (${own})`
}

/**
 * A query for one page of those records, the latest first, with all columns.
 *
 * @param page.after the place of the last record of the page before; null for the first page
 */
export function visibleRecordsPage(
  filter: ActivityRecordFilter,
  { after, limit }: { after: TimeAndId | null; limit: number },
): Prisma.Sql {
  const page = Prisma.sql`ORDER BY record.recorded_at DESC, record.id DESC LIMIT ${limit}`
  // The planner does not use the comparison of the pair as an index condition, but it does use the plain bound on the
  // time, so the walk of the index starts at the right place.
  const behind = after
    ? Prisma.sql`AND record.recorded_at <= ${after[0]}::timestamptz
        AND (record.recorded_at, record.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty
  const branches = visibleRecords(
    filter,
    (from, where) => Prisma.sql`SELECT record.* FROM ${from} WHERE ${where} ${behind} ${page}`,
    Prisma.empty,
  )
  // DISTINCT removes records that two selects have: for a page that is quicker than the condition `elsewhere`.
  return Prisma.sql`SELECT DISTINCT ON (record.recorded_at, record.id) record.* FROM (${branches}) AS record ${page}`
}

// IS TRUE hides a condition from the choice of an index. Without it the planner may read an index whose condition most
// records meet: a partial index of records that were not taken back, or a chapter's index for a mentor's own records.
function conditionsOf(filter: ActivityRecordFilter): Prisma.Sql {
  const { peerMentorUserId, activityTypeId, chapterId, bulkSubmissionId, recordedFrom, recordedTo } = filter
  const conditions = [
    filter.includeVoided ? Prisma.sql`true` : Prisma.sql`(record.voided_at IS NULL) IS TRUE`,
    ...(peerMentorUserId ? [Prisma.sql`record.peer_mentor_user_id = ${peerMentorUserId}::uuid`] : []),
    ...(activityTypeId ? [Prisma.sql`record.activity_type_id = ${activityTypeId}::uuid`] : []),
    ...(chapterId ? [Prisma.sql`(record.chapter_id = ${chapterId}::uuid) IS TRUE`] : []),
    ...(bulkSubmissionId ? [Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid`] : []),
    ...(recordedFrom ? [Prisma.sql`record.recorded_at >= ${recordedFrom}::timestamptz`] : []),
    ...(recordedTo ? [Prisma.sql`record.recorded_at < ${recordedTo}::timestamptz`] : []),
  ]
  return Prisma.join(conditions, ' AND ')
}
