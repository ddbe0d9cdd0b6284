import type { ErrorLog } from './error-log.ts'
import type { Lane, Release } from './fair-semaphore.ts'
import { GroupSize } from './group-size.ts'
import { Latch } from './latch.ts'
import { mentorError } from './mentor-errors.ts'
import {
  type ProxyRegistrationService,
  type SettledGroup,
  TemporarilyUnavailableError,
} from './proxy-registration-service.ts'

/** What a `WriteLoop` is constructed with. */
export interface WriteLoopOptions {
  readonly service: ProxyRegistrationService
  /** Mentors in the whole submission. */
  readonly total: number
  readonly lane: Lane
  /** Writes in flight at most. */
  readonly maxConcurrentWrites: number
  /** Awaited before each write, which it may delay. */
  readonly beforeWrite: (() => Promise<void>) | undefined
  /** Called with each write's result as soon as it is stored. */
  readonly settled: (group: SettledGroup) => void
  /** Once aborted, no further write is started. */
  readonly signal: AbortSignal | undefined
  readonly log: ErrorLog
}

/**
 * Settles the mentors of a submission, a few writes at a time, until nobody is left to claim. It keeps nothing per
 * mentor, so its memory does not grow with the selection.
 *
 * A write that throws has settled nobody. The writes after it are smaller and run one at a time, until the mentor who
 * causes the error is a group of one and is settled as a failure: the other mentors are registered as usual.
 */
export class WriteLoop {
  readonly #options: WriteLoopOptions
  readonly #groupSize: GroupSize
  readonly #halt = new AbortController()
  readonly #writeEnded = new Latch()
  #inFlight = 0
  #alone = false
  #exhausted = false
  #failure: { cause: unknown } | null = null

  constructor(options: WriteLoopOptions) {
    this.#options = options
    this.#groupSize = new GroupSize(options.total)
  }

  /**
   * Resolves when nobody is left to claim, or `signal` has aborted, and no write is in flight any more. Where the
   * service could not even store a failure it rejects with the service's error, also once no write is in flight.
   */
  async drive(): Promise<void> {
    const { signal } = this.#options
    const interrupt = () => this.#halt.abort()
    if (signal?.aborted) interrupt()
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      // A loop, because a write that throws, even the last one, leaves its mentors to be claimed again.
      while (!this.#exhausted && !this.#halt.signal.aborted) {
        await this.#startWrites()
        await this.#room(1)
      }
      if (this.#failure) throw this.#failure.cause
    } finally {
      signal?.removeEventListener('abort', interrupt)
    }
  }

  async #startWrites(): Promise<void> {
    const { lane, maxConcurrentWrites, beforeWrite } = this.#options
    while (true) {
      await this.#room(this.#alone ? 1 : maxConcurrentWrites)
      await beforeWrite?.()
      if (this.#exhausted) return
      const release = await lane.take(this.#halt.signal)
      if (!release) return
      this.#inFlight += 1
      void this.#write(release)
    }
  }

  /** Never rejects: errors are logged, and one that ends the run is kept for `drive` to throw. */
  async #write(release: Release): Promise<void> {
    const { service, log } = this.#options
    const { mentors } = this.#groupSize
    const alone = this.#alone && this.#inFlight === 1
    const began = performance.now()
    try {
      const group = await service.registerNext(mentors)
      this.#settled(group, mentors)
      if (group.settled === mentors) this.#groupSize.took(mentors, performance.now() - began)
      if (alone) this.#alone = false
    } catch (err) {
      log.error({ err, mentors }, 'registering mentors threw')
      this.#exhausted = false
      if (mentors === 1 && alone) await this.#failOne(err)
      else this.#groupSize.failed(mentors)
      this.#alone = true
    }
    release()
    this.#inFlight -= 1
    this.#writeEnded.hint()
  }

  async #failOne(err: unknown): Promise<void> {
    const passing = err instanceof TemporarilyUnavailableError
    const error = mentorError(passing ? 'TEMPORARILY_UNAVAILABLE' : 'INTERNAL_ERROR')
    try {
      this.#settled(await this.#options.service.failNext(1, error), 1)
    } catch (cause) {
      this.#failure ??= { cause }
      this.#halt.abort()
    }
  }

  #settled(group: SettledGroup, asked: number): void {
    const { total, settled } = this.#options
    settled(group)
    if (group.settled < asked || group.completed >= total) this.#exhausted = true
  }

  /** Resolves when fewer than `limit` writes are in flight. */
  async #room(limit: number): Promise<void> {
    while (this.#inFlight >= limit) await this.#writeEnded.wait()
  }
}
