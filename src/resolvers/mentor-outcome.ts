import type { ListedMentor } from '../database/mentors.ts'
import type { NamedOutcome } from '../database/outcomes.ts'
import type { StoredOutcome } from '../orchestrator/core/outcome.ts'
import { storedOutcome } from '../orchestrator/runner/database-registration-service.ts'

/** An outcome, and its mentor; null where the viewer may not see them. */
export type OutcomeOfMentor = StoredOutcome & { mentor: () => MaybePromise<ListedMentor | null> }
type MaybePromise<T> = T | Promise<T>

/** The outcome that a row of the database stands for. */
export function outcomeOfMentor(row: NamedOutcome): OutcomeOfMentor {
  const { mentorId, displayName } = row
  const mentor = mentorId !== null && displayName !== null ? { userId: mentorId, displayName } : null
  return { ...storedOutcome(row), mentor: () => mentor }
}

/**
 * Adds mentors to outcomes that came without them. They are read when the first of them is asked for, and then all at
 * once.
 *
 * @param readMentors reads the mentors with these ids, as far as the viewer may see them
 */
export function withMentors(
  outcomes: readonly StoredOutcome[],
  readMentors: (userIds: readonly string[]) => Promise<readonly ListedMentor[]>,
): OutcomeOfMentor[] {
  let byId: MaybePromise<Map<string, ListedMentor>> | undefined
  const read = async () => {
    try {
      const mentors = await readMentors(outcomes.flatMap(({ mentorId }) => mentorId ?? []))
      byId = new Map(mentors.map((mentor) => [mentor.userId, mentor]))
      return byId
    } catch (cause) {
      byId = undefined // whoever asks later reads again
      throw cause
    }
  }
  return outcomes.map((outcome) => {
    const find = (mentors: Map<string, ListedMentor>) => mentors.get(outcome.mentorId ?? '') ?? null
    return {
      ...outcome,
      mentor() {
        byId ??= read()
        return byId instanceof Promise ? byId.then(find) : find(byId)
      },
    }
  })
}
