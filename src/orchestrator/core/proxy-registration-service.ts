import type { MentorSubmissionError } from './mentor-errors.ts'
import type { StoredOutcome } from './outcome.ts'

/** All attempts of a write failed although the database answers other statements. A later attempt may succeed. */
export class TemporarilyUnavailableError extends Error {
  override name = 'TemporarilyUnavailableError'
}

/** What one write did, and how far the submission is now. */
export interface SettledGroup {
  /** Mentors that this write settled. 0: nobody is left, or other writes are settling the rest. */
  readonly settled: number
  /** Mentors of the whole submission that are settled. */
  readonly completed: number
  /** How many of those succeeded. */
  readonly succeeded: number
}

/**
 * Registers the mentors of one submission and stores its outcomes. An instance belongs to that submission: it knows the
 * activity, and which mentors are not settled yet.
 *
 * The service numbers the outcomes: 1, 2, 3 … without a gap, in the order in which they become readable, so that
 * whoever has seen sequence n can read all of 1..n. What a call has settled is stored when it returns. A mentor is
 * settled once: `registerNext` and `failNext` skip mentors whom another write is settling.
 */
export interface ProxyRegistrationService {
  /**
   * Claims the next mentors, at most `atMost`, registers the activity for each of them, and stores each outcome. A
   * mentor who can't be registered is a stored failure, not an error.
   *
   * @throws where no outcome could be stored: TemporarilyUnavailableError where a later attempt may succeed. The
   *   mentors stay unsettled, and the next call claims them again; the caller tries smaller groups, and in the end
   *   `failNext`.
   */
  registerNext(atMost: number): Promise<SettledGroup>

  /**
   * Claims the next mentors, at most `atMost`, and settles them as failures.
   *
   * @throws where not even that can be stored; the run then ends
   */
  failNext(atMost: number, error: MentorSubmissionError): Promise<SettledGroup>

  /** The stored outcomes with a sequence above `after`, at most `limit`, by sequence. */
  outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]>
}
