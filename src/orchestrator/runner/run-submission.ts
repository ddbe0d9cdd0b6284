import type { Database } from '../../database/client.ts'
import {
  auditSubmission,
  beginRun,
  endRun,
  type OpenSubmission,
  readUnsettledMentors,
} from '../../database/submissions.ts'
import { BulkRegistrationOrchestrator } from '../core/bulk-registration-orchestrator.ts'
import type { ErrorLog } from '../core/error-log.ts'
import type { FairSemaphore } from '../core/fair-semaphore.ts'
import { DatabaseRegistrationService } from './database-registration-service.ts'
import { retryTransientErrors } from './retry-transient-errors.ts'
import type { SubmissionHints } from './submission-events.ts'

/** What running submissions takes. */
export interface RunParts {
  database: Database
  hints: SubmissionHints
  log: ErrorLog
  /** The bound on writes of all submissions in this process. */
  writeSemaphore: FairSemaphore
  /** Writes of one submission in flight at most. */
  maxConcurrentWrites: number
}

const MOST_UNENDED_STARTS = 5
const PATIENCE_FOR_BOOKKEEPING_MS = 3_000
const MENTORS_READ_AT_ONCE = 200

// A small submission shows each mentor by itself; a large one takes about 500 writes, whatever its size.
const WRITES_OF_A_LARGE_SUBMISSION = 500
const MOST_MENTORS_PER_WRITE = 100

/**
 * Runs a submission of the database: once through all mentors that are unsettled, so that it is finished afterwards
 * unless some of them are being settled elsewhere.
 *
 * @returns whether the submission has finished
 * @param signals.stop starts no further mentor, and leaves the rest for another time
 * @param signals.cancel starts no further mentor, and ends the rest as CANCELLED
 */
export async function runSubmission(
  submission: OpenSubmission,
  { database, hints, log, writeSemaphore, maxConcurrentWrites }: RunParts,
  signals: { stop: AbortSignal; cancel: AbortSignal },
): Promise<boolean> {
  const { id, actingCoordinatorId, activityTypeId, recordedAt, durationMinutes, total } = submission
  const starts = await beginRun(database, id)
  if (starts === undefined) return true
  const service = new DatabaseRegistrationService({
    database,
    hints,
    log,
    submissionId: id,
    total,
    signal: signals.stop,
  })
  if (starts > MOST_UNENDED_STARTS) {
    log.error(
      { submissionId: id, starts },
      'a submission was started again and again without progress: it is given up',
    )
    await service.failRest('INTERNAL_ERROR')
    return true
  }

  const orchestrator = new BulkRegistrationOrchestrator({
    actingCoordinatorId,
    service,
    audit: { logBulkSubmission: () => auditSubmission(database, id) },
    log,
    writeSemaphore,
    maxConcurrentWrites,
    mentorsPerWrite: Math.min(MOST_MENTORS_PER_WRITE, Math.ceil(total / WRITES_OF_A_LARGE_SUBMISSION)),
  })
  const { result } = orchestrator.submit({
    mentorIds: unsettledMentors(database, id, log, signals.stop),
    template: { activityTypeId, recordedAt, durationMinutes },
    total,
    signal: AbortSignal.any([signals.stop, signals.cancel]),
  })
  const { interrupted } = await result
  if (signals.cancel.aborted) await service.failRest('CANCELLED')
  await retryTransientErrors(database, log, AbortSignal.timeout(PATIENCE_FOR_BOOKKEEPING_MS), () =>
    endRun(database, id),
  )
  return !interrupted || signals.cancel.aborted
}

async function* unsettledMentors(database: Database, submissionId: string, log: ErrorLog, stop: AbortSignal) {
  for (let position = 0; ; ) {
    const page = await retryTransientErrors(database, log, stop, () =>
      readUnsettledMentors(database, submissionId, position, MENTORS_READ_AT_ONCE),
    )
    for (const mentor of page ?? []) {
      position = mentor.position
      yield mentor.mentorId
    }
    if (!page || page.length < MENTORS_READ_AT_ONCE) return
  }
}
