import type { MentorSubmissionError } from './mentor-errors.ts'
import type { StoredOutcome } from './outcome.ts'

/** The store answers others, but this write did not get through in all its attempts; a later one may. */
export class TemporarilyUnavailableError extends Error {
  override name = 'TemporarilyUnavailableError'
}

/** What one write did, and how far the submission is now. */
export interface SettledGroup {
  /** Mentors that this write settled. None: nobody is left, or the rest are being settled elsewhere. */
  readonly settled: number
  /** Mentors of the whole submission that are settled. */
  readonly completed: number
  /** How many of those succeeded. */
  readonly succeeded: number
}

/**
 * Registers the mentors of ONE submission and keeps its outcomes. A service stands for that submission: it knows the
 * activity, and whose turn is still to come.
 *
 * It alone numbers the outcomes: 1, 2, 3 … without a gap, in the order in which they become readable, so whoever
 * has seen sequence n can read all of 1..n. What a call has settled is stored when it returns. A mentor is settled
 * once: both writing calls pass over those that are being settled elsewhere.
 */
export interface ProxyRegistrationService {
  /**
   * Claims the next mentors, at most `atMost`, registers the activity for each of them, and stores how each of them
   * went. A mentor who can't be registered is a stored failure, not an error.
   *
   * Throws only where it can't say how they went, TemporarilyUnavailableError where another try later may help. They
   * are next again then: the caller tries smaller groups, and at last `failNext`.
   */
  registerNext(atMost: number): Promise<SettledGroup>

  /**
   * Claims the next mentors, at most `atMost`, and settles them as failures.
   *
   * Throws where not even that can be stored; the run then ends.
   */
  failNext(atMost: number, error: MentorSubmissionError): Promise<SettledGroup>

  /** The stored outcomes with a sequence above `after`, at most `limit`, by sequence. */
  outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]>
}
