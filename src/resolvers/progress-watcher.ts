import { RequestError } from '../errors.ts'
import { type AbortableIterator, abortableIterator } from '../orchestrator/core/abortable-iterator.ts'
import { Latch } from '../orchestrator/core/latch.ts'
import type { Context } from './context.ts'
import type { FeedListener, ProgressFeed } from './progress-feed.ts'
import type { SubmissionProgress } from './progress-page.ts'

/** Who keeps count of watchers. */
export interface WatcherLifecycle {
  opened(watcher: ProgressWatcher): void
  closed(watcher: ProgressWatcher): void
}

/**
 * One subscription to a feed: a position, and little else. It holds nothing before it is opened.
 *
 * A reader that wants every update by itself iterates. One that serves thousands opens it with a function, and calls
 * `next` each time that this is called, until it answers undefined.
 */
export class ProgressWatcher implements FeedListener, AsyncIterable<SubmissionProgress> {
  readonly feed: ProgressFeed
  readonly #lifecycle: WatcherLifecycle
  readonly #expiresAt: number
  #position: number
  #state: 'unopened' | 'open' | 'seenAll' | 'closed' = 'unopened'
  #openedAt = 0
  #onReady: () => void = () => {}

  /**
   * @param after the last sequence that its reader has
   * @param expiresAt when the token of its reader ends
   */
  constructor(feed: ProgressFeed, after: number, expiresAt: Date, lifecycle: WatcherLifecycle) {
    this.feed = feed
    this.#position = after
    this.#expiresAt = expiresAt.getTime()
    this.#lifecycle = lifecycle
  }

  /** What may be used to answer its reader. Several watchers with the same rights have the same one. */
  get context(): Context {
    return this.feed.context
  }

  /** Whether its reader's token has ended. */
  get expired(): boolean {
    return this.#expiresAt <= Date.now()
  }

  /** Begins to watch, from now on. `onReady` is called whenever an answer of undefined may have changed, and at first. */
  open(onReady: () => void): void {
    if (this.#state !== 'unopened') return
    this.#state = 'open'
    this.#openedAt = Date.now()
    this.#onReady = onReady
    this.#lifecycle.opened(this)
    onReady()
  }

  /** To be called by who knows that `next` may answer otherwise than before. */
  ready(): void {
    this.#onReady()
  }

  /**
   * The next update; undefined where it is not there yet, null where there will be none.
   *
   * @throws RequestError NOT_FOUND where the submission may be seen no longer, UNAUTHENTICATED where the token has ended,
   *   SERVICE_UNAVAILABLE where the server stops; and what a read throws
   */
  next(): SubmissionProgress | undefined | null {
    if (this.#state !== 'open') return null
    if (this.expired) {
      throw new RequestError(
        'UNAUTHENTICATED',
        'The token has expired. Subscribe again from the last sequence, with a new one.',
      )
    }
    const update = this.feed.next(this.#position, this)
    if (!update) return undefined
    this.#position = update.sequence
    if (!update.outcome) this.#state = 'seenAll'
    else if (update.outcome.settledAt.getTime() >= this.#openedAt)
      this.context.metrics.progressSent(update.outcome.settledAt)
    return update
  }

  /** Watches no longer. */
  close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#onReady = () => {}
    this.feed.forget(this)
    this.#lifecycle.closed(this)
  }

  [Symbol.asyncIterator](): AbortableIterator<SubmissionProgress> {
    return iterateWatcher(this, () => this.next())
  }
}

/**
 * Iterates over what `next` makes of a watcher's updates, one at a time, for a reader that takes each when it is ready for
 * it. Leaving the iteration closes the watcher.
 */
export function iterateWatcher<T>(
  watcher: ProgressWatcher,
  next: () => T | undefined | null,
): AbortableIterator<Awaited<T>> {
  return abortableIterator(
    async function* (signal): AsyncGenerator<Awaited<T>, undefined, undefined> {
      const latch = new Latch()
      watcher.open(() => latch.hint())
      while (!signal.aborted) {
        const value = next()
        if (value === null) return
        if (value === undefined) await latch.wait(signal)
        else yield await value
      }
    },
    () => watcher.close(),
  )
}
