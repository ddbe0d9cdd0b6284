import type { MentorOutcome } from './generated/client.ts'
import type { Transaction } from './transaction.ts'

/** Which outcomes of a submission are wanted. */
export interface AskedOutcomes {
  submissionId: string
  /** Only successes, or only failures; null for both. */
  succeeded: boolean | null
  /** Only those with a higher sequence. */
  after: number
  limit: number
}

/**
 * Outcomes by sequence, with the transaction's rights: of one submission or of many, in one statement.
 *
 * @returns for each that was asked for, in the same order, what there is
 */
export async function listOutcomes(
  tx: Transaction,
  asked: readonly AskedOutcomes[],
): Promise<MentorOutcome[][]> {
  const rows = await tx.$queryRaw<(MentorOutcome & { place: number })[]>`
    SELECT asked.place::integer, outcome.submission_id AS "submissionId", outcome.sequence,
      outcome.mentor_id AS "mentorId", outcome.activity_id AS "activityId", outcome.error_code::text AS "errorCode",
      outcome.succeeded_so_far AS "succeededSoFar", outcome.settled_at AS "settledAt"
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
    ORDER BY asked.place, outcome.sequence`
  const byPlace = Map.groupBy(rows, ({ place }) => place)
  return asked.map((_, index) => byPlace.get(index + 1) ?? [])
}
