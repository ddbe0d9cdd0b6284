import type { Prisma, Profile } from '../database/generated/client.ts'
import type { Transaction } from '../database/transaction.ts'
import type { StoredOutcome } from '../orchestrator/core/outcome.ts'
import { storedOutcome } from '../orchestrator/runner/database-registration-service.ts'

/** An outcome, and the mentor as far as the viewer may see them. */
export type OutcomeOfMentor = StoredOutcome & { mentor: Profile | null }

/** Outcomes by sequence, at most `limit`, with their mentors: two queries, however many they are. */
export async function readOutcomes(
  tx: Transaction,
  where: Prisma.MentorOutcomeWhereInput,
  limit: number,
): Promise<OutcomeOfMentor[]> {
  const rows = await tx.mentorOutcome.findMany({ where, orderBy: { sequence: 'asc' }, take: limit })
  if (rows.length === 0) return []
  const profiles = await tx.profile.findMany({
    where: { userId: { in: rows.flatMap(({ mentorId }) => mentorId ?? []) } },
  })
  const byId = new Map(profiles.map((profile) => [profile.userId, profile]))
  return rows.map((row) => ({
    ...storedOutcome(row),
    mentor: (row.mentorId && byId.get(row.mentorId)) || null,
  }))
}
