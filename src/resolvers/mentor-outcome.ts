import type { Profile } from '../database/generated/client.ts'
import { type AskedOutcomes, listOutcomes } from '../database/outcomes.ts'
import type { Transaction } from '../database/transaction.ts'
import type { StoredOutcome } from '../orchestrator/core/outcome.ts'
import { storedOutcome } from '../orchestrator/runner/database-registration-service.ts'

/** An outcome, and the mentor as far as the viewer may see them. */
export type OutcomeOfMentor = StoredOutcome & { mentor: Profile | null }

/**
 * Outcomes by sequence, with their mentors: two queries, however many are asked for at once.
 *
 * @returns for each that was asked for, in the same order, what there is
 */
export async function readOutcomes(
  tx: Transaction,
  asked: readonly AskedOutcomes[],
): Promise<OutcomeOfMentor[][]> {
  const found = asked.length === 0 ? [] : await listOutcomes(tx, asked)
  const mentorIds = new Set(found.flatMap((rows) => rows.flatMap(({ mentorId }) => mentorId ?? [])))
  const profiles =
    mentorIds.size === 0 ? [] : await tx.profile.findMany({ where: { userId: { in: [...mentorIds] } } })
  const byId = new Map(profiles.map((profile) => [profile.userId, profile]))
  return found.map((rows) =>
    rows.map((row) => ({ ...storedOutcome(row), mentor: (row.mentorId && byId.get(row.mentorId)) || null })),
  )
}
