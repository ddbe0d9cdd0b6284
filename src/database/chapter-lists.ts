import { type AuditEntry, type BulkSubmission, Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'
import type { TimeAndId } from './visible-records.ts'

// Submissions and entries of the audit log belong to a chapter and to the person who acted. A user sees those of the
// chapters that they coordinate, and their own in every chapter.

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
  /** The place of the last row of the page before; null for the first page. */
  after: TimeAndId | null
  /** How many rows at most. */
  limit: number
}

/** A page of the submissions that the transaction's user may see, the latest first. */
export function listSubmissions(tx: Transaction, page: Page): Promise<BulkSubmission[]> {
  return list<BulkSubmission>(tx, SUBMISSIONS, page)
}

/** How many submissions the transaction's user may see in all. */
export function countSubmissions(tx: Transaction): Promise<number> {
  return count(tx, SUBMISSIONS)
}

/** A page of the entries of the audit log that the transaction's user may see, the latest first. */
export function listAuditEntries(tx: Transaction, page: Page): Promise<AuditEntry[]> {
  return list<AuditEntry>(tx, AUDIT_LOG, page)
}

/** How many entries of the audit log the transaction's user may see in all. */
export function countAuditEntries(tx: Transaction): Promise<number> {
  return count(tx, AUDIT_LOG)
}

function list<Row>(tx: Transaction, { table, columns }: Listed, { after, limit }: Page): Promise<Row[]> {
  const page = Prisma.sql`ORDER BY row.created_at DESC, row.id DESC LIMIT ${limit}`
  // The planner does not use the comparison of the pair as an index condition, but it does use the plain bound on the
  // time, so the walk of the index starts at the right place.
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
 * One select for each chapter that the transaction's user coordinates, and one for the user's own rows, so that each of
 * them walks an index.
 *
 * @param select makes a select, given its condition; the table's alias is `row`
 * @param elsewhere leaves out the user's own rows in those chapters, which the chapters' selects have already; without
 *   it these rows appear twice
 */
function branchesOf(select: (where: Prisma.Sql) => Prisma.Sql, elsewhere = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    SELECT branch.* FROM unnest(rollcall.coordinated_chapters()) AS chapter (id)
      CROSS JOIN LATERAL (${select(Prisma.sql`row.chapter_id = chapter.id`)}) AS branch
    UNION ALL (${select(Prisma.sql`row.acting_coordinator_id = rollcall.caller() ${elsewhere}`)})`
}
