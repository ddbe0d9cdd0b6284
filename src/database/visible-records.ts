import { Prisma } from './generated/client.ts'

/** Which activity records are meant. Everything that is given must hold. Ids are UUIDs. */
export interface RecordFilter {
  ids?: readonly string[] | null | undefined
  peerMentorUserId?: string | null | undefined
  activityTypeId?: string | null | undefined
  chapterId?: string | null | undefined
  bulkSubmissionId?: string | null | undefined
  /** From this moment on. */
  recordedFrom?: Date | null | undefined
  /** Before this moment. */
  recordedTo?: Date | null | undefined
  /** Whether records that were taken back are meant too. */
  includeVoided?: boolean | null | undefined
}

/** How a page of records is cut out of them. */
export interface RecordPage {
  after: { recordedAt: string; id: string } | undefined
  limit: number
}

/**
 * A query of the records that a filter means and the transaction's user may see, each once, through an index. Row level
 * security finds them too, but asks a question (own, or of a coordinated chapter) that no index answers: here each part
 * of it is asked apart.
 *
 * @param page where only a page is wanted, the latest first: every part is then cut off at the page's limit, and the
 *   caller sorts and cuts what they come to together
 */
export function visibleRecords(filter: RecordFilter, page?: RecordPage): Prisma.Sql {
  const { ids, peerMentorUserId, chapterId, bulkSubmissionId } = filter
  const conditions = conditionsOf(filter, page)
  // Without LIMIT or OFFSET the planner may turn the probes of one chapter after the other into a scan of everything.
  const end = page
    ? Prisma.sql`ORDER BY record.recorded_at DESC, record.id DESC LIMIT ${page.limit}`
    : Prisma.sql`OFFSET 0`
  const through = (reached: Prisma.Sql) => Prisma.sql`
    (SELECT record.* FROM public.activity_records AS record WHERE ${reached} AND ${conditions} ${end})`

  if (ids) return through(Prisma.sql`record.id = ANY (${ids}::uuid[])`)
  if (bulkSubmissionId) return through(Prisma.sql`record.bulk_submission_id = ${bulkSubmissionId}::uuid`)
  if (peerMentorUserId) return through(Prisma.sql`record.peer_mentor_user_id = ${peerMentorUserId}::uuid`)
  const wanted = chapterId ? Prisma.sql`chapter.id = ${chapterId}::uuid` : Prisma.sql`true`
  const own = through(Prisma.sql`record.peer_mentor_user_id = (SELECT rollcall.caller())
    AND (record.chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[])) IS FALSE`)
  return Prisma.sql`
    SELECT record.*
    FROM unnest((SELECT rollcall.coordinated_chapters())::uuid[]) AS chapter (id)
    CROSS JOIN LATERAL ${through(Prisma.sql`record.chapter_id = chapter.id`)} AS record
    WHERE ${wanted}
    UNION ALL
    ${own}`
}

function conditionsOf(filter: RecordFilter, page: RecordPage | undefined): Prisma.Sql {
  const { peerMentorUserId, activityTypeId, chapterId, bulkSubmissionId, recordedFrom, recordedTo } = filter
  const conditions = [
    // IS TRUE keeps what does not lead the way from being taken for it: how few rows it leaves, nobody has counted.
    peerMentorUserId && Prisma.sql`(record.peer_mentor_user_id = ${peerMentorUserId}::uuid) IS TRUE`,
    activityTypeId && Prisma.sql`(record.activity_type_id = ${activityTypeId}::uuid) IS TRUE`,
    chapterId && Prisma.sql`(record.chapter_id = ${chapterId}::uuid) IS TRUE`,
    bulkSubmissionId && Prisma.sql`(record.bulk_submission_id = ${bulkSubmissionId}::uuid) IS TRUE`,
    recordedFrom && Prisma.sql`record.recorded_at >= ${recordedFrom.toISOString()}::timestamptz`,
    recordedTo && Prisma.sql`record.recorded_at < ${recordedTo.toISOString()}::timestamptz`,
    !filter.includeVoided && Prisma.sql`record.voided_at IS NULL`,
    // The plain bound is what an index can use; the pair alone would only be a filter.
    page?.after &&
      Prisma.sql`record.recorded_at <= ${page.after.recordedAt}::timestamptz
        AND (record.recorded_at, record.id) < (${page.after.recordedAt}::timestamptz, ${page.after.id}::uuid)`,
  ].filter(
    (condition) => condition !== undefined && condition !== null && condition !== false && condition !== '',
  )
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}
