import type { Database } from '../../database/client.ts'
import { auditSubmission, beginRun, endRun, type OpenSubmission } from '../../database/submissions.ts'
import { BulkRegistrationOrchestrator } from '../core/bulk-registration-orchestrator.ts'
import type { ErrorLog } from '../core/error-log.ts'
import type { FairSemaphore } from '../core/fair-semaphore.ts'
import { DatabaseRegistrationService } from './database-registration-service.ts'
import { retryTransientErrors } from './retry-transient-errors.ts'
import type { SubmissionEvents } from './submission-events.ts'

/** What running submissions takes. */
export interface RunParts {
  database: Database
  events: SubmissionEvents
  log: ErrorLog
  /** The bound on writes of all submissions in this process. */
  writeSemaphore: FairSemaphore
  /** Writes of one submission in flight at most. */
  maxConcurrentWrites: number
}

// A submission that brings servers down with it is given up; one that is merely unlucky is not.
const MOST_UNENDED_STARTS = 20
const UNENDED_FOR_MS = 10 * 60_000
const PATIENCE_FOR_BOOKKEEPING_MS = 3_000

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
  { database, events, log, writeSemaphore, maxConcurrentWrites }: RunParts,
  signals: { stop: AbortSignal; cancel: AbortSignal },
): Promise<boolean> {
  const { id, actingCoordinatorId, total } = submission
  const start = await beginRun(database, id)
  if (!start) return true
  const service = new DatabaseRegistrationService({
    database,
    events,
    log,
    submissionId: id,
    signal: signals.stop,
  })
  if (start.unendedStarts > MOST_UNENDED_STARTS && start.unendedForMs >= UNENDED_FOR_MS) {
    log.error(
      { submissionId: id, starts: start.unendedStarts },
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
  })
  const { result } = orchestrator.submit({
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
