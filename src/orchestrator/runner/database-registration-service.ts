import type { Database } from '../../database/client.ts'
import type { MentorOutcome } from '../../database/generated/client.ts'
import { readOutcomes, settleNext } from '../../database/submissions.ts'
import type { ErrorLog } from '../core/error-log.ts'
import type { MentorSubmissionError, MentorSubmissionErrorCode } from '../core/mentor-errors.ts'
import { mentorError } from '../core/mentor-errors.ts'
import type { StoredOutcome } from '../core/outcome.ts'
import type { ProxyRegistrationService, SettledGroup } from '../core/proxy-registration-service.ts'
import { retryTransientErrors } from './retry-transient-errors.ts'
import type { SubmissionEvents } from './submission-events.ts'

/** What a `DatabaseRegistrationService` is constructed with. */
export interface DatabaseRegistrationOptions {
  database: Database
  events: SubmissionEvents
  log: ErrorLog
  submissionId: string
  /** Ends waiting for a database that can't be reached: mentors then stay unsettled. */
  signal: AbortSignal
}

// Commits that notify wait for one lock of the whole PostgreSQL server, so other servers are notified of several writes
// at once.
const NOTIFY_EVERY_MS = 100
const MENTORS_FAILED_AT_ONCE = 500
// Rights are checked one user after the other, while the submission's row is locked. Where more users watch, each reads.
const MOST_VIEWERS = 20
const NOTHING_SETTLED: SettledGroup = { settled: 0, completed: 0, succeeded: 0 }

/** Settles the mentors of one submission in the database, and tells this process's watchers of each write. */
export class DatabaseRegistrationService implements ProxyRegistrationService {
  readonly #options: DatabaseRegistrationOptions
  #notifiedAt = Number.NEGATIVE_INFINITY

  constructor(options: DatabaseRegistrationOptions) {
    this.#options = options
  }

  registerNext(atMost: number): Promise<SettledGroup> {
    return this.#settle(atMost, null)
  }

  failNext(atMost: number, { code }: MentorSubmissionError): Promise<SettledGroup> {
    return this.#settle(atMost, code)
  }

  /** Settles as failures all mentors who are left and whom no other write is settling. */
  async failRest(code: MentorSubmissionErrorCode): Promise<void> {
    while ((await this.#settle(MENTORS_FAILED_AT_ONCE, code)).settled > 0);
  }

  async outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]> {
    const { database, submissionId } = this.#options
    return (await readOutcomes(database, submissionId, after, limit)).map(storedOutcome)
  }

  async #settle(atMost: number, failure: MentorSubmissionErrorCode | null): Promise<SettledGroup> {
    const { database, events, log, submissionId, signal } = this.#options
    const now = performance.now()
    const notify = database.shared && now - this.#notifiedAt >= NOTIFY_EVERY_MS
    if (notify) this.#notifiedAt = now
    const viewers = new Set<string>()
    events.emit('settling', submissionId, viewers)
    const done = await retryTransientErrors(database, log, signal, () =>
      settleNext(database, submissionId, {
        atMost,
        failure,
        notify,
        viewers: viewers.size > MOST_VIEWERS ? [] : [...viewers],
      }),
    )
    if (!done) return NOTHING_SETTLED
    const { outcomes, seenBy, ...group } = done
    // Also where nobody was settled: an earlier attempt, whose answer was lost, may have settled them.
    events.emit('settled', submissionId, outcomes.map(storedOutcome), seenBy)
    return group
  }
}

/** Converts a database row to the outcome that the orchestrator and its followers use. */
export function storedOutcome(row: Omit<MentorOutcome, 'submissionId'>): StoredOutcome {
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
