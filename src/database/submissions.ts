import type { Database } from './client.ts'
import type { MentorOutcome, MentorSubmissionErrorCode } from './generated/client.ts'
import { transactionAs } from './transaction.ts'

// What the server does with submissions in its own name, to run them. What users ask for is in submission-requests.ts,
// submission-preview.ts and chapter-lists.ts.

/** A submission that has to be run, or has finished and has to be written into the audit log. */
export interface OpenSubmission {
  id: string
  /** Null where the coordinator has been forgotten. */
  actingCoordinatorId: string | null
  total: number
  /** How many mentors have an outcome. */
  completed: number
  cancelRequested: boolean
  /** Finished, but not in the audit log yet. */
  finished: boolean
}

/** At most `limit` open submissions: first those to run, then those to audit, each the oldest first. */
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

/**
 * How many submissions have not finished, and how many of their mentors have no outcome yet, on all servers together.
 */
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

/** How often in a row, and for how long, a run of a submission was started and neither ended nor settled a mentor. */
export interface UnendedStarts {
  unendedStarts: number
  unendedForMs: number
}

/**
 * Records the start of a run.
 *
 * @returns the unended starts, this one included; undefined where the submission has finished
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

/** Records that a run ended and its process did not die, so that its start does not count as unended. */
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

/** What one call of settleNext does. */
export interface Settling {
  /** How many mentors at most. */
  atMost: number
  /** Null: register them. Otherwise the failure with which they end. */
  failure: MentorSubmissionErrorCode | null
  /** Whether to notify other servers; they are always notified of the submission's end. */
  notify: boolean
  /** Users whose right to see the submission is checked in the same transaction, after the settling. */
  viewers: readonly string[]
}

/** What one call has settled. */
export interface Settled {
  /** How many mentors this call settled: 0 where no mentor is left, or the rest are being settled elsewhere. */
  settled: number
  /** How many mentors of the submission have an outcome now. */
  completed: number
  /** How many of those were registered. */
  succeeded: number
  /** The outcomes of this call, by sequence, where there are viewers; otherwise empty. */
  outcomes: Omit<MentorOutcome, 'submissionId'>[]
  /** Those of the viewers who may see the submission; nobody where none was settled. */
  seenBy: string[]
}

/**
 * Settles the next mentors of a submission, in one transaction: registers the activity for each of them, and writes
 * their outcomes. The work is done by the database function rollcall.settle_next.
 */
export async function settleNext(
  database: Database,
  submissionId: string,
  { atMost, failure, notify, viewers }: Settling,
): Promise<Settled> {
  type Row = Pick<Settled, 'settled' | 'completed' | 'succeeded'> & {
    mentorIds: (string | null)[] | null
    activityIds: (string | null)[] | null
    errorCodes: (MentorSubmissionErrorCode | null)[] | null
    settledAt: Date
    seenBy: string[] | null
  }
  const [{ settled, completed, succeeded, mentorIds, activityIds, errorCodes, settledAt, seenBy }] =
    await transactionAs(
      database,
      'rollcall_server',
      (tx) => tx.$queryRaw<[Row]>`
      SELECT settled, completed, succeeded, mentors AS "mentorIds", activity_ids AS "activityIds", error_codes::text[] AS "errorCodes",
        settled_at AS "settledAt", seen_by AS "seenBy"
      FROM rollcall.settle_next(${submissionId}::uuid, ${atMost}::integer,
        ${failure}::public.mentor_submission_error_code, ${notify}::boolean, ${database.origin}, ${viewers}::uuid[])`,
    )
  const before = completed - settled
  let succeededSoFar = succeeded - (activityIds?.filter((id) => id !== null).length ?? 0)
  const outcomes = (mentorIds ?? []).map((mentorId, index) => {
    const activityId = activityIds?.[index] ?? null
    if (activityId !== null) succeededSoFar += 1
    const errorCode = activityId === null ? (errorCodes?.[index] ?? null) : null
    return { sequence: before + index + 1, mentorId, activityId, errorCode, succeededSoFar, settledAt }
  })
  return { settled, completed, succeeded, outcomes, seenBy: seenBy ?? [] }
}

/**
 * Writes a finished submission into the audit log. Does nothing where it has been written before, or has not finished.
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
