import { type MentorOutcome, Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'

/** An outcome, and its mentor's name; null where the transaction's rights do not show the mentor. */
export interface NamedOutcome extends MentorOutcome {
  displayName: string | null
}

/** Which outcomes of a submission are wanted. */
export interface AskedOutcomes {
  submissionId: string
  /** Only successes, or only failures; null for both. */
  succeeded: boolean | null
  /** Only those with a higher sequence. */
  after: number
  /** How many at most. */
  limit: number
}

const namedOutcome = Prisma.sql`
  outcome.submission_id AS "submissionId", outcome.sequence, outcome.mentor_id AS "mentorId",
  outcome.activity_id AS "activityId", outcome.error_code::text AS "errorCode",
  outcome.succeeded_so_far AS "succeededSoFar", outcome.settled_at AS "settledAt", mentor.display_name AS "displayName"`

/**
 * Reads outcomes of one submission or of several in one statement, with the transaction's rights.
 *
 * @returns a list for each element of `asked`, in the same order; each list by sequence, empty where nothing is there
 *   to see
 */
export async function listOutcomes(
  tx: Transaction,
  asked: readonly AskedOutcomes[],
): Promise<NamedOutcome[][]> {
  const rows = await tx.$queryRaw<(NamedOutcome & { place: number })[]>`
    SELECT asked.place::integer, ${namedOutcome}
    FROM unnest(
      ${asked.map(({ submissionId }) => submissionId)}::uuid[], ${asked.map(({ succeeded }) => succeeded)}::boolean[],
      ${asked.map(({ after }) => after)}::integer[], ${asked.map(({ limit }) => limit)}::integer[]
    ) WITH ORDINALITY AS asked (submission_id, succeeded, after, at_most, place)
    CROSS JOIN LATERAL (
      SELECT * FROM public.bulk_submission_outcomes AS outcome
      WHERE outcome.submission_id = asked.submission_id AND outcome.sequence > asked.after
        AND (asked.succeeded IS NULL OR (outcome.error_code IS NULL) = asked.succeeded)
      ORDER BY outcome.sequence LIMIT asked.at_most
    ) AS outcome
    LEFT JOIN public.profiles AS mentor ON mentor.user_id = outcome.mentor_id
    ORDER BY asked.place, outcome.sequence`
  const byPlace = Map.groupBy(rows, ({ place }) => place)
  return asked.map((_, index) => byPlace.get(index + 1) ?? [])
}

/** A submission as of one moment, and the outcomes after a sequence. */
export interface OutcomesSince {
  total: number
  succeeded: number
  failed: number
  finishedAt: Date | null
  /** By sequence. */
  outcomes: NamedOutcome[]
}

/**
 * Reads how far a submission is, and its outcomes after a sequence, at most `limit`, in one statement with the
 * transaction's rights.
 *
 * @returns undefined where there is no such submission that those rights show
 */
export async function readOutcomesSince(
  tx: Transaction,
  submissionId: string,
  after: number,
  limit: number,
): Promise<OutcomesSince | undefined> {
  type Row = Omit<OutcomesSince, 'outcomes'> & NamedOutcome
  const rows = await tx.$queryRaw<Row[]>`
    SELECT submission.total, submission.succeeded, submission.failed, submission.finished_at AS "finishedAt", ${namedOutcome}
    FROM public.bulk_submissions AS submission
    LEFT JOIN LATERAL (
      SELECT * FROM public.bulk_submission_outcomes AS outcome
      WHERE outcome.submission_id = submission.id AND outcome.sequence > ${after}
      ORDER BY outcome.sequence LIMIT ${limit}
    ) AS outcome ON true
    LEFT JOIN public.profiles AS mentor ON mentor.user_id = outcome.mentor_id
    WHERE submission.id = ${submissionId}::uuid
    ORDER BY outcome.sequence`
  const [first] = rows
  if (!first) return undefined
  const { total, succeeded, failed, finishedAt } = first
  return { total, succeeded, failed, finishedAt, outcomes: rows.filter(({ sequence }) => sequence !== null) }
}
