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

/** What one run needs. */
export interface WriteLoopOptions {
  readonly service: ProxyRegistrationService
  /** Mentors in the whole submission. */
  readonly total: number
  readonly lane: Lane
  /** Writes in flight at most. */
  readonly maxConcurrentWrites: number
  /** Handed each write's result as soon as it is stored. */
  readonly settled: (group: SettledGroup) => void
  readonly signal: AbortSignal | undefined
  readonly log: ErrorLog
}

/**
 * Settles the mentors of a submission, a few writes at a time, until nobody is left to claim. It holds nothing of any
 * mentor.
 *
 * A write that throws has settled nobody. The next ones are smaller and alone, so that whoever it throws for comes to be
 * a group of one, and fails by themselves: one mentor's failure touches no other.
 */
export class WriteLoop {
  readonly #options: WriteLoopOptions
  readonly #groupSize = new GroupSize()
  readonly #halt = new AbortController()
  readonly #writeEnded = new Latch()
  #inFlight = 0
  #alone = false
  #exhausted = false
  #failure: { cause: unknown } | null = null

  constructor(options: WriteLoopOptions) {
    this.#options = options
  }

  /**
   * Resolves once nothing is in flight any more: nobody was left to claim, or `signal` aborted. Rejects, likewise with
   * nothing in flight, with the first error of a service that could not even fail.
   */
  async drive(): Promise<void> {
    const { signal } = this.#options
    const interrupt = () => this.#halt.abort()
    if (signal?.aborted) interrupt()
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      // A write that throws at the end gives its mentors back: they are still to be claimed.
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
    const { lane, maxConcurrentWrites } = this.#options
    while (true) {
      await this.#room(this.#alone ? 1 : maxConcurrentWrites)
      if (this.#exhausted) return
      const release = await lane.take(this.#halt.signal)
      if (!release) return
      this.#inFlight += 1
      void this.#write(release)
    }
  }

  /** Never rejects: an error here is the run's. */
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
