import { type AuditEntry, type BulkSubmission, Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'
import type { TimeAndId } from './visible-records.ts'

// Lists of what belongs to chapters and to whoever acted: what was done in the chapters that the viewer coordinates, and
// what they did themselves elsewhere.

const SUBMISSIONS = {
  table: Prisma.sql`public.bulk_submissions`,
  columns: Prisma.sql`
    row.id, row.acting_coordinator_id AS "actingCoordinatorId", row.chapter_id AS "chapterId",
    row.activity_type_id AS "activityTypeId", row.recorded_at AS "recordedAt", row.duration_minutes AS "durationMinutes",
    row.total, row.succeeded, row.failed, row.retry_of_id AS "retryOfId", row.created_at AS "createdAt",
    row.started_at AS "startedAt", row.unended_starts AS "unendedStarts", row.unended_since AS "unendedSince",
    row.cancel_requested_at AS "cancelRequestedAt", row.finished_at AS "finishedAt", row.audited_at AS "auditedAt",
    row.outcomes_expired_at AS "outcomesExpiredAt"`,
}

const AUDIT_LOG = {
  table: Prisma.sql`public.proxy_audit_log`,
  columns: Prisma.sql`
    row.id, row.kind::text AS kind, row.acting_coordinator_id AS "actingCoordinatorId", row.chapter_id AS "chapterId",
    row.submission_id AS "submissionId", row.total, row.succeeded, row.failed, row.created_at AS "createdAt"`,
}

interface Listed {
  table: Prisma.Sql
  columns: Prisma.Sql
}

interface Page {
  /** Only those behind this place; null from the beginning. */
  after: TimeAndId | null
  limit: number
}

/** The submissions that whoever the transaction acts for may see, the latest first. */
export function listSubmissions(tx: Transaction, page: Page): Promise<BulkSubmission[]> {
  return list<BulkSubmission>(tx, SUBMISSIONS, page)
}

/** How many submissions they may see in all. */
export function countSubmissions(tx: Transaction): Promise<number> {
  return count(tx, SUBMISSIONS)
}

/** The entries of the audit log that whoever the transaction acts for may see, the latest first. */
export function listAuditEntries(tx: Transaction, page: Page): Promise<AuditEntry[]> {
  return list<AuditEntry>(tx, AUDIT_LOG, page)
}

/** How many entries they may see in all. */
export function countAuditEntries(tx: Transaction): Promise<number> {
  return count(tx, AUDIT_LOG)
}

function list<Row>(tx: Transaction, { table, columns }: Listed, { after, limit }: Page): Promise<Row[]> {
  const page = Prisma.sql`ORDER BY row.created_at DESC, row.id DESC LIMIT ${limit}`
  // The plain bound beside the comparison of both is what makes the place a condition of the index.
  const behind = after
    ? Prisma.sql`AND row.created_at <= ${after[0]}::timestamptz
        AND (row.created_at, row.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty
  const branches = branchesOf(
    (where) => Prisma.sql`SELECT row.* FROM ${table} AS row WHERE ${where} ${behind} ${page}`,
  )
  return tx.$queryRaw<Row[]>`
    SELECT DISTINCT ON (row.created_at, row.id) ${columns} FROM (${branches}) AS row ${page}`
}

async function count(tx: Transaction, { table }: Listed): Promise<number> {
  const branches = branchesOf(
    (where) => Prisma.sql`SELECT count(*) AS rows FROM ${table} AS row WHERE ${where}`,
    Prisma.sql`AND (row.chapter_id IS NULL OR row.chapter_id <> ALL ((SELECT rollcall.coordinated_chapters())::uuid[]))`,
  )
  const [row] = await tx.$queryRaw<[{ rows: number }]>`
    SELECT coalesce(sum(branch.rows), 0)::integer AS rows FROM (${branches}) AS branch`
  return row.rows
}

/**
 * One walk of an index for each chapter, and one for what is one's own.
 *
 * @param elsewhere keeps what is one's own in these chapters from being met twice
 */
function branchesOf(select: (where: Prisma.Sql) => Prisma.Sql, elsewhere = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT branch.* FROM unnest(rollcall.coordinated_chapters()) AS chapter (id)
      CROSS JOIN LATERAL (${select(Prisma.sql`row.chapter_id = chapter.id`)}) AS branch
    UNION ALL (${select(Prisma.sql`row.acting_coordinator_id = rollcall.caller() ${elsewhere}`)})`
}
