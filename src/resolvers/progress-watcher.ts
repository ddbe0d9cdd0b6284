import { RequestError } from '../errors.ts'
import { type AbortableIterator, abortableIterator } from '../orchestrator/core/abortable-iterator.ts'
import { Latch } from '../orchestrator/core/latch.ts'
import type { Context } from './context.ts'
import type { FeedListener, ProgressFeed } from './progress-feed.ts'
import type { SubmissionProgress } from './progress-page.ts'

/** Callbacks for the open watchers to be counted. */
export interface WatcherLifecycle {
  opened(watcher: ProgressWatcher): void
  closed(watcher: ProgressWatcher): void
}

/**
 * One subscription to a feed, with its position there. Nothing needs to be released before it is opened.
 *
 * There are two ways to read it. The simple one is to iterate. Code that serves thousands of watchers calls `open` with
 * a callback instead; each time that the callback is called, it calls `next` until that returns undefined or null.
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
   * @param expiresAt when the token of its reader expires
   */
  constructor(feed: ProgressFeed, after: number, expiresAt: Date, lifecycle: WatcherLifecycle) {
    this.feed = feed
    this.#position = after
    this.#expiresAt = expiresAt.getTime()
    this.#lifecycle = lifecycle
  }

  /** The context in which the fields of its updates are resolved. Watchers of one feed share it. */
  get context(): Context {
    return this.feed.context
  }

  /** Whether the token of its reader has expired. */
  get expired(): boolean {
    return this.#expiresAt <= Date.now()
  }

  /**
   * Starts to watch. Calls `onReady` at once, and again whenever `next` has returned undefined and may now return more.
   */
  open(onReady: () => void): void {
    if (this.#state !== 'unopened') return
    this.#state = 'open'
    this.#openedAt = Date.now()
    this.#onReady = onReady
    this.#lifecycle.opened(this)
    onReady()
  }

  /** Called when `next` may return something else than before. */
  ready(): void {
    this.#onReady()
  }

  /**
   * The next update; undefined where it is not there yet, null where there will be none.
   *
   * @throws RequestError NOT_FOUND where the reader may not see the submission any more, UNAUTHENTICATED where their
   *   token has expired, SERVICE_UNAVAILABLE where the server stops; any other error of a read
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

  /** Stops watching. */
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
 * Iterates over a watcher, one update at a time. Leaving the iteration closes the watcher.
 *
 * @param next calls the watcher's `next`, and returns what the iteration should yield for the update; undefined and
 *   null mean the same as there
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
