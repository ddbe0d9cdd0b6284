import type { MentorSubmissionError } from './mentor-errors.ts'
import type { StoredOutcome } from './outcome.ts'

/** The one activity that a submission records for each of its mentors. */
export interface ProxyActivityTemplate {
  readonly activityTypeId: string
  readonly recordedAt: Date
  readonly durationMinutes: number
}

/**
 * Registers the mentors of ONE submission and keeps its outcomes; a service stands for that submission.
 *
 * It alone numbers the outcomes: 1, 2, 3 … without a gap, in the order in which they become readable, so whoever
 * has seen sequence n can read all of 1..n. What a call returns is already stored. A mentor is settled once: both
 * writing calls pass over those that are settled, or being settled, elsewhere, so they may return fewer outcomes
 * than they were given mentors.
 */
export interface ProxyRegistrationService {
  /**
   * Registers `template` for the given mentors, at least one, and stores how each of them went. A mentor who
   * can't be registered is a stored failure, not an error.
   *
   * Throws only where it cannot say how they went. The caller then tries smaller groups, and at last `fail`.
   */
  register(mentorIds: readonly string[], template: ProxyActivityTemplate): Promise<readonly StoredOutcome[]>

  /**
   * Settles as failures those of the given mentors that are not settled yet: a `register` that threw may have
   * stored them all the same.
   *
   * Throws where not even that can be stored; the run then ends.
   */
  fail(mentorIds: readonly string[], error: MentorSubmissionError): Promise<readonly StoredOutcome[]>

  /** The stored outcomes with a sequence above `after`, at most `limit`, by sequence. */
  outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]>
}
