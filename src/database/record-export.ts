import { Prisma } from './generated/client.ts'
import { actAs, type Transaction } from './transaction.ts'
import {
  type ActivityRecordFilter,
  type TimeAndId,
  visibleRecords,
  visibleRecordsPage,
} from './visible-records.ts'

/** One line of an export. Times are in the time zone of the record's chapter, with their offset from UTC. */
export interface ExportedRecord {
  id: string
  recordedAt: string
  durationMinutes: number
  activityType: string
  peerMentor: string | null
  chapter: string
  recordedBy: string | null
  bulkSubmissionId: string | null
  voidedAt: string | null
  voidReason: string | null
}

/** The columns of an export, in their order. */
export const EXPORTED_COLUMNS: readonly (keyof ExportedRecord)[] = [
  'id',
  'recordedAt',
  'durationMinutes',
  'activityType',
  'peerMentor',
  'chapter',
  'recordedBy',
  'bulkSubmissionId',
  'voidedAt',
  'voidReason',
]

/** A line, and the time of its activity in UTC, by which the export is ordered. */
export type PlacedRecord = ExportedRecord & { moment: string }

/**
 * A page of the records that match a filter, for an export, the latest first, with the transaction's rights.
 *
 * @param page.after the moment and id of the last line of the page before; null for the first page
 */
export function readExportPage(
  tx: Transaction,
  filter: ActivityRecordFilter,
  page: { after: TimeAndId | null; limit: number },
): Promise<PlacedRecord[]> {
  // `moment` is in UTC because transactions set their time zone to UTC (see actAs).
  return tx.$queryRaw<PlacedRecord[]>`
    SELECT record.id, ${localTime(Prisma.sql`record.recorded_at`)} AS "recordedAt", record.duration_minutes AS "durationMinutes",
      type.name AS "activityType", mentor.display_name AS "peerMentor", chapter.name AS chapter,
      recorder.display_name AS "recordedBy", record.bulk_submission_id AS "bulkSubmissionId",
      ${localTime(Prisma.sql`record.voided_at`)} AS "voidedAt", record.void_reason AS "voidReason",
      to_char(record.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS moment
    FROM (${visibleRecordsPage(filter, page)}) AS record
    JOIN public.activity_types AS type ON type.id = record.activity_type_id
    JOIN public.chapters AS chapter ON chapter.id = record.chapter_id
    LEFT JOIN public.profiles AS mentor ON mentor.user_id = record.peer_mentor_user_id
    LEFT JOIN public.profiles AS recorder ON recorder.user_id = record.recorded_by_user_id
    ORDER BY record.recorded_at DESC, record.id DESC`
}

/** A time in its chapter's time zone, such as 2026-03-01T10:30:00+01:00, with milliseconds where they are not zero. */
function localTime(time: Prisma.Sql): Prisma.Sql {
  const local = Prisma.sql`${time} AT TIME ZONE chapter.time_zone`
  const offset = Prisma.sql`(${local} - ${time} AT TIME ZONE 'UTC')`
  return Prisma.sql`regexp_replace(to_char(${local}, 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '\\.000$', '')
    || CASE WHEN ${offset} < interval '0' THEN '-' ELSE '+' END
    || to_char(greatest(${offset}, -${offset}), 'HH24:MI')`
}

/**
 * Writes into the audit log that the transaction's user exports these records: an entry for each chapter, with the
 * number of its records that are of somebody else. Writes none for a chapter without such records.
 *
 * @param userId the transaction's user; the transaction acts for them again afterwards
 */
export async function auditExport(
  tx: Transaction,
  userId: string,
  filter: ActivityRecordFilter,
): Promise<void> {
  const records = visibleRecords(
    filter,
    (from, where) => Prisma.sql`
      SELECT record.chapter_id, count(*) AS records FROM ${from}
      WHERE ${where} AND record.peer_mentor_user_id IS DISTINCT FROM ${userId}::uuid
      GROUP BY record.chapter_id`,
  )
  const exported = await tx.$queryRaw<{ chapterId: string; records: number }[]>`
    SELECT chapter_id AS "chapterId", sum(records)::integer AS records FROM (${records}) AS part GROUP BY chapter_id`
  if (exported.length === 0) return
  await actAs(tx, 'rollcall_server')
  await tx.$executeRaw`
    INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, total, succeeded, failed)
    SELECT 'export', ${userId}::uuid, chapter_id, records, records, 0
    FROM unnest(${exported.map(({ chapterId }) => chapterId)}::uuid[], ${exported.map(({ records }) => records)}::integer[])
      AS exported (chapter_id, records)`
  await actAs(tx, { userId })
}
