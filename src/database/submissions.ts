import type { Database } from './client.ts'
import type { MentorOutcome, MentorSubmissionErrorCode } from './generated/client.ts'
import { notify } from './notify.ts'
import { transactionAs } from './transaction.ts'

// What the server itself does with submissions, in its own name. What users may do with them is in the resolvers.

/** A submission that a server has something to do for. */
export interface OpenSubmission {
  id: string
  actingCoordinatorId: string
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
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
      SELECT id, acting_coordinator_id AS "actingCoordinatorId", activity_type_id AS "activityTypeId",
        recorded_at AS "recordedAt", duration_minutes AS "durationMinutes", total, succeeded + failed AS completed,
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

/**
 * Marks a submission as started.
 *
 * @returns how often it was started since a start last came to an end; undefined where it has finished
 */
export async function beginRun(database: Database, submissionId: string): Promise<number | undefined> {
  const [row] = await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$queryRaw<{ unendedStarts: number }[]>`
      UPDATE public.bulk_submissions SET started_at = coalesce(started_at, now()), unended_starts = unended_starts + 1
      WHERE id = ${submissionId}::uuid AND finished_at IS NULL
      RETURNING unended_starts AS "unendedStarts"`,
  )
  return row?.unendedStarts
}

/** Notes that a start came to an end without the process dying over it. */
export async function endRun(database: Database, submissionId: string): Promise<void> {
  await transactionAs(
    database,
    'rollcall_server',
    (tx) => tx.$executeRaw`
      UPDATE public.bulk_submissions SET unended_starts = 0
      WHERE id = ${submissionId}::uuid AND finished_at IS NULL AND unended_starts > 0`,
  )
}

/** Mentors of a submission that are unsettled, by position, at most `limit`. */
export function readUnsettledMentors(
  database: Database,
  submissionId: string,
  afterPosition: number,
  limit: number,
): Promise<{ position: number; mentorId: string }[]> {
  return transactionAs(database, 'rollcall_server', (tx) =>
    tx.selectedMentor.findMany({
      where: { submissionId, position: { gt: afterPosition }, sequence: null },
      select: { position: true, mentorId: true },
      orderBy: { position: 'asc' },
      take: limit,
    }),
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
  submissionId: string
  /** Null: all that are unsettled. */
  mentorIds: readonly string[] | null
  /** Null: register them. Otherwise the failure with which they end. */
  failure: MentorSubmissionErrorCode | null
  /** Whether other servers shall hear of it, given the highest sequence that it wrote. */
  notified: (sequence: number) => boolean
}

/**
 * Settles mentors through the database function rollcall.settle_mentors, in one transaction.
 *
 * @returns the outcomes that it wrote, by sequence; none for mentors who are, or are being, settled elsewhere
 */
export function settleMentors(database: Database, settling: Settling): Promise<MentorOutcome[]> {
  const { submissionId, mentorIds, failure, notified } = settling
  return transactionAs(database, 'rollcall_server', async (tx) => {
    const outcomes = await tx.$queryRaw<MentorOutcome[]>`
      SELECT submission_id AS "submissionId", sequence, mentor_id AS "mentorId", activity_id AS "activityId",
        error_code::text AS "errorCode", succeeded_so_far AS "succeededSoFar", settled_at AS "settledAt"
      FROM rollcall.settle_mentors(${submissionId}::uuid, ${mentorIds && [...mentorIds]}::uuid[],
        ${failure}::public.mentor_submission_error_code)
      ORDER BY sequence`
    const last = outcomes.at(-1)
    if (last && notified(last.sequence)) await notify(database, tx, 'rollcall_progress', submissionId)
    return outcomes
  })
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
        RETURNING id, acting_coordinator_id, total, succeeded, failed
      )
      INSERT INTO public.proxy_audit_log (kind, submission_id, acting_coordinator_id, total, succeeded, failed)
      SELECT 'bulk_submission', id, acting_coordinator_id, total, succeeded, failed FROM finished`,
  )
}
