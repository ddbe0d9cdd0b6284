import type { Database } from '../../database/client.ts'
import type { MentorOutcome } from '../../database/generated/client.ts'
import { readOutcomes, settleMentors } from '../../database/submissions.ts'
import type { ErrorLog } from '../core/error-log.ts'
import type { MentorSubmissionError, MentorSubmissionErrorCode } from '../core/mentor-errors.ts'
import { mentorError } from '../core/mentor-errors.ts'
import type { StoredOutcome } from '../core/outcome.ts'
import type { ProxyRegistrationService } from '../core/proxy-registration-service.ts'
import { retryTransientErrors, TemporarilyUnavailableError } from './retry-transient-errors.ts'
import type { SubmissionHints } from './submission-events.ts'

/** What a service for one submission works with. */
export interface DatabaseRegistrationOptions {
  database: Database
  hints: SubmissionHints
  log: ErrorLog
  submissionId: string
  total: number
  /** Ends waits for a database that is gone: mentors then stay unsettled. */
  signal: AbortSignal
}

// PostgreSQL takes a lock for all notifying commits: watchers on other servers hear of most settles together.
const NOTIFY_EVERY_MS = 100

/** Settles the mentors of one submission in the database. */
export class DatabaseRegistrationService implements ProxyRegistrationService {
  readonly #options: DatabaseRegistrationOptions
  #notifiedAt = Number.NEGATIVE_INFINITY

  constructor(options: DatabaseRegistrationOptions) {
    this.#options = options
  }

  async register(mentorIds: readonly string[]): Promise<readonly StoredOutcome[]> {
    try {
      return await this.#settle(mentorIds, null)
    } catch (error) {
      if (!(error instanceof TemporarilyUnavailableError)) throw error
      return this.fail(mentorIds, mentorError('TEMPORARILY_UNAVAILABLE'))
    }
  }

  fail(mentorIds: readonly string[], { code }: MentorSubmissionError): Promise<readonly StoredOutcome[]> {
    return this.#settle(mentorIds, code)
  }

  /** Settles as failures all mentors that are unsettled. */
  failRest(code: MentorSubmissionErrorCode): Promise<readonly StoredOutcome[]> {
    return this.#settle(null, code)
  }

  async outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]> {
    const { database, submissionId } = this.#options
    return (await readOutcomes(database, submissionId, after, limit)).map(storedOutcome)
  }

  async #settle(
    mentorIds: readonly string[] | null,
    failure: MentorSubmissionErrorCode | null,
  ): Promise<readonly StoredOutcome[]> {
    const { database, hints, log, submissionId, signal } = this.#options
    const notified = (sequence: number) => this.#isTimeToAnnounce(sequence)
    const outcomes = await retryTransientErrors(database, log, signal, () =>
      settleMentors(database, { submissionId, mentorIds, failure, notified }),
    )
    hints.hint(submissionId)
    return (outcomes ?? []).map(storedOutcome)
  }

  #isTimeToAnnounce(sequence: number): boolean {
    const now = performance.now()
    if (sequence < this.#options.total && now - this.#notifiedAt < NOTIFY_EVERY_MS) return false
    this.#notifiedAt = now
    return true
  }
}

/** An outcome's row as the orchestrator and its followers know it. */
export function storedOutcome(row: MentorOutcome): StoredOutcome {
  return {
    sequence: row.sequence,
    mentorId: row.mentorId,
    status: row.errorCode === null ? 'success' : 'failure',
    activityId: row.activityId,
    error: row.errorCode && mentorError(row.errorCode),
    settledAt: row.settledAt,
    succeededSoFar: row.succeededSoFar,
  }
}
