import type { LRUCache } from 'lru-cache'
import type { Context } from './context.ts'
import { PROGRESS_PAGE_SIZE, type ProgressPage, type SubmissionProgress } from './progress-page.ts'

/** Somebody who follows a feed: told when to ask again, after an answer of `undefined`. */
export interface FeedListener {
  ready(): void
}

/** Pages of updates of all feeds, by feed and number: the latest used of them, so that memory has a bound. */
export type PageCache = LRUCache<string, readonly SubmissionProgress[]>

/** What a feed is made of. */
export interface FeedParts {
  /** In it, the rights of those who follow, and what executes fields for them. */
  context: Context
  submissionId: string
  /** Reads with those rights: the updates after a sequence, at most `limit`. Throws NOT_FOUND where they see no submission. */
  read: (after: number, limit: number) => Promise<ProgressPage>
  pages: PageCache
}

let nextFeed = 1

// What was read under rights that were looked at this long ago is not handed out before they are looked at again.
const RIGHTS_HOLD_MS = 1_000

/**
 * The progress of one submission as one user may see it, for all who watch it in this process: they share its reads,
 * the check of their rights, which every read is, and the updates themselves. It reads when there is a hint, when
 * somebody wants what is not in memory, and when the rights were not looked at for a while.
 */
export class ProgressFeed {
  readonly context: Context
  readonly submissionId: string
  readonly #parts: FeedParts
  readonly #number = nextFeed++
  readonly #reads = new Map<number, Promise<void>>()
  readonly #waitingForPage = new Map<number, Set<FeedListener>>()
  #waitingForNews = new Set<FeedListener>()
  /** The last sequence that is known to be there. */
  #settled = 0
  /** Known once the submission has finished. */
  #last: SubmissionProgress | undefined
  /** Whether outcomes of a finished submission are kept no longer. */
  #outcomesDeleted = false
  #rightsCheckedAt = Number.NEGATIVE_INFINITY
  #failure: unknown
  #hinted = false
  #refreshing: Promise<void> | undefined

  constructor(parts: FeedParts) {
    this.#parts = parts
    this.context = parts.context
    this.submissionId = parts.submissionId
  }

  get userId(): string {
    return this.context.viewer.userId
  }

  /** Whether a read is under way. */
  get reading(): boolean {
    return this.#reads.size > 0
  }

  /** Whether it ended with an error: whoever comes now needs another feed. */
  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** Milliseconds since the rights were looked at. */
  get age(): number {
    return performance.now() - this.#rightsCheckedAt
  }

  /**
   * Resolves where the rights have just been looked at, and there is such a submission.
   *
   * @throws what the look throws
   */
  async check(): Promise<void> {
    if (this.age > RIGHTS_HOLD_MS) await this.#read(this.#newestPage)
    if (this.failed) throw this.#failure
  }

  /** There may be something new. Reads it; a hint that comes during the read is followed by another one. */
  refresh(): void {
    this.#hinted = true
    this.#refreshing ??= this.#refreshWhileHinted().finally(() => {
      this.#refreshing = undefined
    })
  }

  /** Takes note of how far the submission was at a moment, seen with the same rights; reads where there is something new. */
  looked(at: number, state: { settled: number; finished: boolean } | undefined): void {
    if (state && state.settled <= this.#settled && state.finished === (this.#last !== undefined))
      this.#rightsCheckedAt = Math.max(this.#rightsCheckedAt, at)
    else this.refresh()
  }

  /** Ends it for all who follow: each of them is thrown `cause` instead of a next update. */
  fail(cause: unknown): void {
    this.#failure ??= cause
    const waiting = [...this.#waitingForPage.values(), this.#waitingForNews]
    this.#waitingForPage.clear()
    this.#waitingForNews = new Set()
    for (const listeners of waiting) tell(listeners)
  }

  /**
   * The update after `position`; the last one, without an outcome, after the end. Undefined where it is not there yet, or
   * not in memory: `listener` is then told when to ask again.
   *
   * @throws what ended the feed
   */
  next(position: number, listener: FeedListener): SubmissionProgress | undefined {
    if (this.failed) throw this.#failure
    if (position >= this.#settled && !this.#last) {
      this.#waitingForNews.add(listener)
      return undefined
    }
    const number = pageAfter(Math.min(position, this.#settled))
    if (this.age <= RIGHTS_HOLD_MS) {
      const update = position < this.#settled ? this.#page(number)[position % PROGRESS_PAGE_SIZE] : this.#last
      if (update) return update
      if (this.#outcomesDeleted) return this.#last
    }
    const waiting = this.#waitingForPage.get(number) ?? new Set()
    this.#waitingForPage.set(number, waiting.add(listener))
    void this.#read(number)
    return undefined
  }

  /** Tells a listener nothing any more. */
  forget(listener: FeedListener): void {
    this.#waitingForNews.delete(listener)
    for (const waiting of this.#waitingForPage.values()) waiting.delete(listener)
  }

  get #newestPage(): number {
    return pageAfter(this.#settled)
  }

  #page(number: number): readonly SubmissionProgress[] {
    return this.#parts.pages.get(this.#key(number)) ?? []
  }

  #key(number: number): string {
    return `${this.#number} ${number}`
  }

  async #refreshWhileHinted(): Promise<void> {
    while (this.#hinted && !this.failed) {
      // One that is under way may have begun before the hint.
      await this.#reads.get(this.#newestPage)
      this.#hinted = false
      await this.#read(this.#newestPage)
    }
  }

  /** Reads what a page lacks. Those who want the same page meanwhile share the read. Never rejects. */
  #read(number: number): Promise<void> {
    let read = this.#reads.get(number)
    if (!read) {
      read = this.#readNow(number)
        .catch((cause: unknown) => this.fail(cause))
        .finally(() => this.#reads.delete(number))
      this.#reads.set(number, read)
    }
    return read
  }

  async #readNow(number: number): Promise<void> {
    const begun = performance.now()
    const known = this.#page(number)
    const after = number * PROGRESS_PAGE_SIZE + known.length
    const limit = PROGRESS_PAGE_SIZE - known.length
    const { updates, settled, last } = await this.#parts.read(after, limit)
    this.#rightsCheckedAt = begun
    if (updates.length > 0) this.#parts.pages.set(this.#key(number), [...known, ...updates])
    else if (last && limit > 0 && after < settled) this.#outcomesDeleted = true
    const isNews = settled > this.#settled || (last !== undefined && !this.#last)
    this.#settled = Math.max(this.#settled, settled)
    this.#last ??= last
    const waitingForPage = this.#waitingForPage.get(number)
    this.#waitingForPage.delete(number)
    if (isNews) {
      const waitingForNews = this.#waitingForNews
      this.#waitingForNews = new Set()
      tell(waitingForNews)
    }
    if (waitingForPage) tell(waitingForPage)
  }
}

function tell(listeners: Iterable<FeedListener>): void {
  for (const listener of listeners) listener.ready()
}

/** The number of the page with the update after `position`. */
function pageAfter(position: number): number {
  return Math.floor(position / PROGRESS_PAGE_SIZE)
}
