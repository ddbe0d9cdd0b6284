import type { ErrorLog } from './error-log.ts'
import type { Lane, Release } from './fair-semaphore.ts'
import { Latch } from './latch.ts'
import { SelectionReader } from './selection-reader.ts'
import { type SettleContext, settleMentors } from './settle-group.ts'

/** What one run needs. */
export interface WriteLoopOptions extends SettleContext {
  readonly mentorIds: Iterable<string> | AsyncIterable<string>
  readonly lane: Lane
  /** Writes in flight at most. */
  readonly maxConcurrentWrites: number
  /** Mentors in one write. */
  readonly mentorsPerWrite: number
  /** Called when the selection has run out, with the number of mentors it yielded. */
  readonly exhausted: (pulled: number) => void
  readonly signal: AbortSignal | undefined
  readonly log: ErrorLog
}

/** One pass over a selection, a few writes at a time. Holds the groups in flight, and nothing of the others. */
export class WriteLoop {
  readonly #options: WriteLoopOptions
  readonly #halt = new AbortController()
  readonly #writeEnded = new Latch()
  #inFlight = 0
  #failure: { cause: unknown } | null = null

  constructor(options: WriteLoopOptions) {
    this.#options = options
  }

  /**
   * Resolves once nothing is in flight any more, to whether the selection's end was reached; false where `signal`
   * aborted before. Rejects, likewise with nothing in flight, with the first error of the selection or of a service
   * that could not even fail.
   */
  async drive(): Promise<boolean> {
    const { mentorIds, signal, log } = this.#options
    const interrupt = () => this.#halt.abort()
    if (signal?.aborted) interrupt()
    signal?.addEventListener('abort', interrupt, { once: true })
    try {
      const source = new SelectionReader(mentorIds, log)
      await this.#startWrites(source).catch((cause) => this.#fail(cause))
      await Promise.all([source.close(), this.#room(1)])
      if (this.#failure) throw this.#failure.cause
      return source.exhausted
    } finally {
      signal?.removeEventListener('abort', interrupt)
    }
  }

  async #startWrites(source: SelectionReader): Promise<void> {
    const { lane, maxConcurrentWrites, mentorsPerWrite, exhausted } = this.#options
    while (true) {
      const group = await source.take(mentorsPerWrite, this.#halt.signal)
      if (source.exhausted) exhausted(source.pulled)
      if (group.length === 0) return
      // After the pull: a selection that is slow to come must not sit on a slot that others could use.
      const release = await lane.take(this.#halt.signal)
      if (!release) return
      this.#inFlight += 1
      void this.#write(group, release)
      await this.#room(maxConcurrentWrites)
    }
  }

  /** Never rejects: an error here is the run's. */
  async #write(group: readonly string[], release: Release): Promise<void> {
    try {
      await settleMentors(group, this.#options)
    } catch (cause) {
      this.#fail(cause)
    }
    release()
    this.#inFlight -= 1
    this.#writeEnded.hint()
  }

  #fail(cause: unknown): void {
    this.#failure ??= { cause }
    this.#halt.abort()
  }

  /** Resolves when fewer than `limit` writes are in flight. */
  async #room(limit: number): Promise<void> {
    while (this.#inFlight >= limit) await this.#writeEnded.wait()
  }
}
