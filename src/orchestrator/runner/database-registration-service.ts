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

/** What a service for one submission works with. */
export interface DatabaseRegistrationOptions {
  database: Database
  events: SubmissionEvents
  log: ErrorLog
  submissionId: string
  /** Ends waits for a database that is gone: mentors then stay unsettled. */
  signal: AbortSignal
}

// PostgreSQL takes a lock for all notifying commits: watchers on other servers hear of most settles together.
const NOTIFY_EVERY_MS = 100
const MENTORS_FAILED_AT_ONCE = 500
const NOTHING_SETTLED: SettledGroup = { settled: 0, completed: 0, succeeded: 0 }

/** Settles the mentors of one submission in the database. */
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

  /** Settles as failures all mentors that nobody is settling elsewhere. */
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
    const group = await retryTransientErrors(database, log, signal, () =>
      settleNext(database, submissionId, { atMost, failure, notify }),
    )
    if (!group) return NOTHING_SETTLED
    events.emit('progress', submissionId)
    return group
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
