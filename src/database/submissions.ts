import type { Database } from './client.ts'
import type { MentorOutcome, MentorSubmissionErrorCode } from './generated/client.ts'
import { transactionAs } from './transaction.ts'

// What the server itself does with submissions, in its own name. What users may do with them is in the resolvers.

/** A submission that a server has something to do for. */
export interface OpenSubmission {
  id: string
  /** Null where they have been forgotten. */
  actingCoordinatorId: string | null
  total: number
  completed: number
  cancelRequested: boolean
  /** Finished, but not in the audit log yet. */
  finished: boolean
}

/** The submissions that are not over, those to run before those to audit, the oldest first, at most `limit`. */
export function listOpenSubmissions(database: Database, limit: number): Promise<OpenSubmission[]> {
  return transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<OpenSubmission[]>`
      SELECT id, acting_coordinator_id AS "actingCoordinatorId", total, succeeded + failed AS completed,
        cancel_requested_at IS NOT NULL AS "cancelRequested", finished_at IS NOT NULL AS finished
      FROM public.bulk_submissions
      WHERE finished_at IS NULL OR audited_at IS NULL
      ORDER BY finished_at IS NOT NULL, created_at
      LIMIT ${limit}`,
  )
}

/** How many submissions have not finished, and how many of their mentors have no outcome yet, on all servers together. */
export async function countBacklog(database: Database): Promise<{ submissions: number; mentors: number }> {
  const [row] = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<{ submissions: number; mentors: number }[]>`
      SELECT count(*)::integer AS submissions, coalesce(sum(total - succeeded - failed), 0)::integer AS mentors
      FROM public.bulk_submissions WHERE finished_at IS NULL`,
  )
  return row ?? { submissions: 0, mentors: 0 }
}

/** How often, and for how long, a submission was started without coming to an end or making progress. */
export interface UnendedStarts {
  unendedStarts: number
  unendedForMs: number
}

/**
 * Marks a submission as started.
 *
 * @returns the starts without an end, this one among them; undefined where it has finished
 */
export async function beginRun(database: Database, submissionId: string): Promise<UnendedStarts | undefined> {
  const [row] = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<UnendedStarts[]>`
      UPDATE public.bulk_submissions SET started_at = coalesce(started_at, now()), unended_starts = unended_starts + 1,
        unended_since = coalesce(unended_since, now())
      WHERE id = ${submissionId}::uuid AND finished_at IS NULL
      RETURNING unended_starts AS "unendedStarts", (extract(epoch FROM now() - unended_since) * 1000)::double precision AS "unendedForMs"`,
  )
  return row
}

/** Notes that a start came to an end without the process dying over it. */
export async function endRun(database: Database, submissionId: string): Promise<void> {
  await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$executeRaw`
      UPDATE public.bulk_submissions SET unended_starts = 0, unended_since = NULL
      WHERE id = ${submissionId}::uuid AND finished_at IS NULL AND unended_starts > 0`,
  )
}

/** The outcomes of a submission with a sequence above `after`, at most `limit`, by sequence. */
export function readOutcomes(
  database: Database,
  submissionId: string,
  after: number,
  limit: number,
): Promise<MentorOutcome[]> {
  return transactionAs(database, 'rollcall_server', (tx) =>
    tx.mentorOutcome.findMany({
      where: { submissionId, sequence: { gt: after } },
      orderBy: { sequence: 'asc' },
      take: limit,
    }),
  )
}

/** What one settling is about. */
export interface Settling {
  /** Mentors at most. */
  atMost: number
  /** Null: register them. Otherwise the failure with which they end. */
  failure: MentorSubmissionErrorCode | null
  /** Whether other servers shall hear of it; of the submission's end they hear in any case. */
  notify: boolean
}

/**
 * Settles the next mentors of a submission through the database function rollcall.settle_next, in one transaction.
 *
 * @returns how many this call settled, none where nobody is left or the rest are being settled elsewhere; and how many of
 *   the submission are settled now, and succeeded
 */
export async function settleNext(
  database: Database,
  submissionId: string,
  { atMost, failure, notify }: Settling,
): Promise<{ settled: number; completed: number; succeeded: number }> {
  const [group] = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<[{ settled: number; completed: number; succeeded: number }]>`
      SELECT settled, completed, succeeded FROM rollcall.settle_next(${submissionId}::uuid, ${atMost}::integer,
        ${failure}::public.mentor_submission_error_code, ${notify}::boolean)`,
  )
  return group
}

/**
 * Puts a finished submission into the audit log: once, however often this is called, and never one that has not finished.
 */
export async function auditSubmission(database: Database, submissionId: string): Promise<void> {
  await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$executeRaw`
      WITH finished AS (
        UPDATE public.bulk_submissions SET audited_at = now()
        WHERE id = ${submissionId}::uuid AND finished_at IS NOT NULL AND audited_at IS NULL
        RETURNING id, acting_coordinator_id, chapter_id, total, succeeded, failed
      )
      INSERT INTO public.proxy_audit_log (kind, submission_id, acting_coordinator_id, chapter_id, total, succeeded, failed)
      SELECT 'bulk_submission', id, acting_coordinator_id, chapter_id, total, succeeded, failed FROM finished`,
  )
}
