import type { Database } from '../../database/client.ts'
import { auditSubmission, beginRun, endRun, type OpenSubmission } from '../../database/submissions.ts'
import { BulkRegistrationOrchestrator } from '../core/bulk-registration-orchestrator.ts'
import type { ErrorLog } from '../core/error-log.ts'
import type { FairSemaphore } from '../core/fair-semaphore.ts'
import { DatabaseRegistrationService } from './database-registration-service.ts'
import { retryTransientErrors } from './retry-transient-errors.ts'
import type { SubmissionEvents } from './submission-events.ts'

/** What `runSubmission` needs beside the submission. */
export interface RunParts {
  database: Database
  events: SubmissionEvents
  log: ErrorLog
  /** The limit on writes of all submissions in this process. */
  writeSemaphore: FairSemaphore
  /** Writes of one submission in flight at most. */
  maxConcurrentWrites: number
  /** Awaited before each write, which it may delay. */
  beforeWrite: () => Promise<void>
}

// A submission that crashes each server that runs it is given up. It must have been started this often without
// progress, and over at least this time, so that one that was interrupted by a few restarts goes on.
const MOST_UNENDED_STARTS = 20
const UNENDED_FOR_MS = 10 * 60_000
const BOOKKEEPING_TIMEOUT_MS = 3_000

/**
 * Runs a submission: settles all its unsettled mentors once, so that it is finished afterwards unless another server is
 * settling some of them.
 *
 * @param signals.stop starts no further mentor, and leaves the rest unsettled for a later run
 * @param signals.cancel starts no further mentor, and settles the rest as CANCELLED
 * @returns whether the submission has finished
 */
export async function runSubmission(
  submission: OpenSubmission,
  { database, events, log, writeSemaphore, maxConcurrentWrites, beforeWrite }: RunParts,
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
    beforeWrite,
  })
  const { result } = orchestrator.submit({
    total,
    signal: AbortSignal.any([signals.stop, signals.cancel]),
  })
  const { interrupted } = await result
  if (signals.cancel.aborted) await service.failRest('CANCELLED')
  await retryTransientErrors(database, log, AbortSignal.timeout(BOOKKEEPING_TIMEOUT_MS), () =>
    endRun(database, id),
  )
  return !interrupted || signals.cancel.aborted
}
