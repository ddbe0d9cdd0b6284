import type { Ownership } from '../../database/ownership.ts'
import { auditSubmission, listOpenSubmissions, type OpenSubmission } from '../../database/submissions.ts'
import { Latch } from '../core/latch.ts'
import { type RunParts, runSubmission } from './run-submission.ts'
import { StallDetector } from './stall-detector.ts'

const LOOK_EVERY_MS = 1_000
// How often this process tries to lock the submissions that other servers run, so that it notices soon when one of
// those servers has stopped. One small statement for all of them.
const TRY_LOCKS_EVERY_MS = 100
const OPEN_AT_ONCE = 200

interface Run {
  stop: AbortController
  cancel: AbortController
  ended: Promise<void>
}

/**
 * Runs the submissions that this process owns, and joins those that have stalled on another server. It looks for them
 * in the database at its start, on each hint, and once a second.
 */
export class SubmissionRunner {
  readonly #parts: RunParts
  readonly #ownership: Ownership
  readonly #runs = new Map<string, Run>()
  readonly #audits = new Map<string, Promise<void>>()
  readonly #stallDetector = new StallDetector()
  readonly #latch = new Latch()
  readonly #stopped = new AbortController()
  /** Open submissions that this process did not run at the last look, because another server owns them. */
  #foreign = new Map<string, OpenSubmission>()
  #looking: Promise<void> = Promise.resolve()

  constructor(parts: RunParts, ownership: Ownership) {
    this.#parts = parts
    this.#ownership = ownership
  }

  /** Submissions that this process runs now. */
  get running(): number {
    return this.#runs.size
  }

  /** Begins to look for submissions, and returns at once. */
  start(): void {
    this.#looking = this.#lookAlways()
  }

  /** Makes it look at once, because there may be a submission to run, to cancel or to audit. */
  hint(): void {
    this.#latch.hint()
  }

  /** Starts no further mentor of any submission, because this process's locks are lost. Other servers may go on. */
  releaseAll(): void {
    for (const { stop } of this.#runs.values()) stop.abort()
  }

  /** Starts nothing further. Resolves when the writes in flight have ended; any server may go on with the rest. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.releaseAll()
    await this.#looking
    await Promise.all([...this.#runs.values().map(({ ended }) => ended), ...this.#audits.values()])
  }

  async #lookAlways(): Promise<void> {
    const { log } = this.#parts
    while (!this.#stopped.signal.aborted) {
      await this.#look().catch((err: unknown) => log.error({ err }, 'could not look for submissions'))
      await this.#waitForNextLook()
    }
  }

  /** Resolves on a hint, and after a second at the latest. Meanwhile it takes over what other servers give up. */
  async #waitForNextLook(): Promise<void> {
    const until = performance.now() + LOOK_EVERY_MS
    while (!this.#stopped.signal.aborted) {
      const left = until - performance.now()
      if (left <= 0) return
      const pause = this.#foreign.size > 0 ? Math.min(TRY_LOCKS_EVERY_MS, left) : left
      const timeout = AbortSignal.timeout(Math.ceil(pause))
      if (await this.#latch.wait(AbortSignal.any([this.#stopped.signal, timeout]))) return
      await this.#runFreeOnes([...this.#foreign.values()])
    }
  }

  async #look(): Promise<void> {
    const open = await listOpenSubmissions(this.#parts.database, OPEN_AT_ONCE)
    const still = this.#stallDetector.look(open, performance.now())
    for (const submission of open) {
      if (submission.finished) this.#audit(submission.id)
      else if (this.#runs.has(submission.id)) this.#cancelWhereAsked(submission)
    }
    const idle = open.filter(({ id, finished }) => !finished && !this.#runs.has(id))
    this.#foreign = new Map(idle.map((submission) => [submission.id, submission]))
    await this.#runFreeOnes(idle)
    for (const [id, submission] of this.#foreign) if (still.has(id)) this.#run(submission)
  }

  /**
   * Takes ownership of those that no server owns, and runs them. A run of one that has finished meanwhile ends at once.
   */
  async #runFreeOnes(submissions: readonly OpenSubmission[]): Promise<void> {
    const taken = await this.#ownership.take(submissions.map(({ id }) => id))
    for (const submission of submissions) if (taken.has(submission.id)) this.#run(submission)
  }

  /** Not awaited by the look, because an audit log that fails or hangs must not hold up submissions. */
  #audit(id: string): void {
    const { database, log } = this.#parts
    if (this.#audits.has(id)) return
    const ended = auditSubmission(database, id)
      .catch((err: unknown) => log.error({ err, submissionId: id }, 'a submission could not be audited'))
      .finally(() => this.#audits.delete(id))
    this.#audits.set(id, ended)
  }

  #cancelWhereAsked({ id, cancelRequested }: OpenSubmission): void {
    if (cancelRequested) this.#runs.get(id)?.cancel.abort()
  }

  #run(submission: OpenSubmission): void {
    if (this.#stopped.signal.aborted) return
    const { id } = submission
    const { log } = this.#parts
    this.#foreign.delete(id)
    const run = { stop: new AbortController(), cancel: new AbortController() }
    const ended = runSubmission(submission, this.#parts, { stop: run.stop.signal, cancel: run.cancel.signal })
      .catch((err: unknown) =>
        log.error({ err, submissionId: id }, 'a submission could not be run to its end'),
      )
      .then(async (finished) => {
        await this.#ownership.release(id)
        this.#runs.delete(id)
        // Look at once, to audit the submission or to take it up again. Where another server is settling the mentors
        // that are left, the next regular look is soon enough.
        if (finished || run.stop.signal.aborted) this.hint()
      })
    this.#runs.set(id, { ...run, ended })
    this.#cancelWhereAsked(submission)
  }
}
