import { EmptySelectionError } from '../../errors.ts'
import { auditInBackground } from './audit-in-background.ts'
import type { ErrorLog } from './error-log.ts'
import type { FairSemaphore } from './fair-semaphore.ts'
import { overallStatusOf } from './overall-status.ts'
import { ProgressTracker } from './progress-tracker.ts'
import type { ProxyAuditLogger } from './proxy-audit-logger.ts'
import type { ProxyRegistrationService } from './proxy-registration-service.ts'
import type {
  BulkSubmissionHandle,
  BulkSubmissionRequest,
  BulkSubmissionResult,
} from './submission-handle.ts'
import { WriteLoop } from './write-loop.ts'

/** What a `BulkRegistrationOrchestrator` is constructed with. */
export interface BulkRegistrationOrchestratorOptions {
  /** The user in whose name everything is registered and audited; null where their personal data has been deleted. */
  readonly actingCoordinatorId: string | null
  /** Settles the mentors and keeps the outcomes of the submission. */
  readonly service: ProxyRegistrationService
  readonly audit: ProxyAuditLogger
  readonly log: ErrorLog
  /** The limit on writes of this process, shared by all orchestrators. */
  readonly writeSemaphore: FairSemaphore
  /** Writes of one submission in flight at most. */
  readonly maxConcurrentWrites: number
  /** Awaited before each write, which it may delay. */
  readonly beforeWrite?: (() => Promise<void>) | undefined
}

/**
 * Registers one activity for many mentors, each on its own, a few at a time.
 *
 * It keeps no state between calls: only the service knows which mentors are settled. Another `submit` with the same
 * service continues the same submission.
 */
export class BulkRegistrationOrchestrator {
  readonly #options: BulkRegistrationOrchestratorOptions
  readonly #maxConcurrentWrites: number

  /** @throws RangeError where `maxConcurrentWrites` is not a whole number from 1 on */
  constructor(options: BulkRegistrationOrchestratorOptions) {
    this.#options = options
    this.#maxConcurrentWrites = wholeNumber('maxConcurrentWrites', options.maxConcurrentWrites, 1)
  }

  /**
   * Starts a run and returns at once.
   *
   * @throws RangeError, before anything is done, where `maxConcurrentWrites` is not a whole number from 1 on, or
   *   `total` not one from 0 on
   */
  submit(request: BulkSubmissionRequest): BulkSubmissionHandle {
    const maxConcurrentWrites = Math.min(
      this.#maxConcurrentWrites,
      wholeNumber('maxConcurrentWrites', request.maxConcurrentWrites ?? this.#maxConcurrentWrites, 1),
    )
    const total = wholeNumber('total', request.total, 0)
    const progress = new ProgressTracker(this.#options.service, total)
    const result = this.#run(total, maxConcurrentWrites, request.signal, progress)
    // A caller who reads only `progress` gets the error there, so `result` must not become an unhandled rejection.
    result.catch(() => {})
    return { result, progress }
  }

  async #run(
    total: number,
    maxConcurrentWrites: number,
    signal: AbortSignal | undefined,
    progress: ProgressTracker,
  ): Promise<BulkSubmissionResult> {
    const { service, log, writeSemaphore, beforeWrite } = this.#options
    const loop = new WriteLoop({
      service,
      total,
      lane: writeSemaphore.openLane(),
      maxConcurrentWrites,
      beforeWrite,
      settled: (group) => progress.add(group),
      signal,
      log,
    })
    try {
      if (total > 0) await loop.drive()
      return this.#conclude(total, progress)
    } catch (cause) {
      progress.fail(cause)
      throw cause
    }
  }

  #conclude(total: number, progress: ProgressTracker): BulkSubmissionResult {
    const { actingCoordinatorId, service, audit, log } = this.#options
    const { settled, succeeded } = progress
    const interrupted = settled < total
    const overallStatus = overallStatusOf(total, succeeded)
    const counts = { total, succeeded, failed: settled - succeeded }
    progress.end(interrupted ? null : overallStatus)
    if (total > 0 && !interrupted) auditInBackground(audit, { actingCoordinatorId, ...counts }, log)
    return {
      overallStatus,
      ...counts,
      error: total === 0 ? new EmptySelectionError() : null,
      interrupted,
      outcomes: (after, limit) => service.outcomes(after, limit),
    }
  }
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new RangeError(`${name} must be a whole number from ${least} on, not ${value}`)
}
