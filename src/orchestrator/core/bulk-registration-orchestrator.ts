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

export interface BulkRegistrationOrchestratorOptions {
  /** The user in whose name everything is registered and audited. */
  readonly actingCoordinatorId: string
  /** Settles the mentors and keeps the outcomes of the submission. */
  readonly service: ProxyRegistrationService
  readonly audit: ProxyAuditLogger
  readonly log: ErrorLog
  /** The process-wide bound, shared by all orchestrators. */
  readonly writeSemaphore: FairSemaphore
  /** Writes of one submission in flight at most. */
  readonly maxConcurrentWrites: number
  /** Mentors in one write; 1 where left out. */
  readonly mentorsPerWrite?: number | undefined
}

/**
 * Registers one activity for many mentors, each on its own, a few at a time.
 *
 * It keeps nothing between calls: what has been settled is known to the service alone. A further `submit` on the
 * same service goes on with the same submission.
 */
export class BulkRegistrationOrchestrator {
  readonly #options: BulkRegistrationOrchestratorOptions
  readonly #maxConcurrentWrites: number
  readonly #mentorsPerWrite: number

  /** Throws a RangeError where `maxConcurrentWrites` or `mentorsPerWrite` is not a whole number from 1 on. */
  constructor(options: BulkRegistrationOrchestratorOptions) {
    this.#options = options
    this.#maxConcurrentWrites = wholeNumber('maxConcurrentWrites', options.maxConcurrentWrites, 1)
    this.#mentorsPerWrite = wholeNumber('mentorsPerWrite', options.mentorsPerWrite ?? 1, 1)
  }

  /**
   * Starts at once. Throws a RangeError, having done nothing, where `maxConcurrentWrites` is not a whole number from 1 on,
   * or `total` not one from 0 on.
   */
  submit(request: BulkSubmissionRequest): BulkSubmissionHandle {
    const maxConcurrentWrites = Math.min(
      this.#maxConcurrentWrites,
      wholeNumber('maxConcurrentWrites', request.maxConcurrentWrites ?? this.#maxConcurrentWrites, 1),
    )
    const total = wholeNumber('total', request.total ?? 0, 0)
    const progress = new ProgressTracker(this.#options.service, request.total === undefined ? null : total)
    const result = this.#run(request, maxConcurrentWrites, progress)
    // A caller who only follows the progress learns of the error there: no unhandled rejection.
    result.catch(() => {})
    return { result, progress }
  }

  async #run(
    request: BulkSubmissionRequest,
    maxConcurrentWrites: number,
    progress: ProgressTracker,
  ): Promise<BulkSubmissionResult> {
    const { service, log, writeSemaphore } = this.#options
    const run = new WriteLoop({
      mentorIds: request.mentorIds,
      template: request.template,
      signal: request.signal,
      lane: writeSemaphore.openLane(),
      mentorsPerWrite: this.#mentorsPerWrite,
      maxConcurrentWrites,
      service,
      log,
      settled: (outcomes) => progress.add(outcomes),
      exhausted: (pulled) => progress.selectionEnded(pulled),
    })
    try {
      const reachedEnd = await run.drive()
      if (reachedEnd) await progress.catchUp()
      return this.#conclude(progress)
    } catch (cause) {
      progress.fail(cause)
      throw cause
    }
  }

  #conclude(progress: ProgressTracker): BulkSubmissionResult {
    const { actingCoordinatorId, service, audit, log } = this.#options
    const { settled, succeeded } = progress
    // A selection whose end was not reached is longer than whatever has been settled of it.
    const selected = progress.total ?? Number.POSITIVE_INFINITY
    const overallStatus = overallStatusOf(selected, succeeded)
    const interrupted = settled < selected
    const counts = { total: progress.total ?? settled, succeeded, failed: settled - succeeded }
    progress.end(interrupted ? null : overallStatus)
    if (selected > 0 && !interrupted) auditInBackground(audit, { actingCoordinatorId, ...counts }, log)
    return {
      overallStatus,
      ...counts,
      error: selected === 0 ? new EmptySelectionError() : null,
      interrupted,
      outcomes: (after, limit) => service.outcomes(after, limit),
    }
  }
}

function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new RangeError(`${name} must be a whole number from ${least} on, not ${value}`)
}
