import type { LRUCache } from 'lru-cache'
import type { StoredOutcome } from '../orchestrator/core/outcome.ts'
import type { Context } from './context.ts'
import { PROGRESS_PAGE_SIZE, type ProgressPage, type SubmissionProgress } from './progress-page.ts'

/** A reader of a feed. `ready` is called when it should call `next` again, after that has returned undefined. */
export interface FeedListener {
  ready(): void
}

/** The pages of updates of all feeds, by feed and page number. It keeps those used last, so that memory is bounded. */
export type PageCache = LRUCache<string, readonly SubmissionProgress[]>

/** What a feed needs. */
export interface FeedParts {
  /** The context of the feed's first reader. It serves all of them, because they are the same user. */
  context: Context
  submissionId: string
  /**
   * Reads at most `limit` updates after a sequence, with that user's rights. Throws NOT_FOUND where they see no
   * submission.
   */
  read: (after: number, limit: number) => Promise<ProgressPage>
  /** Makes the same page of outcomes that have just been written, the newest of the submission, without a read. */
  pageOf: (outcomes: readonly StoredOutcome[], total: number) => ProgressPage
  pages: PageCache
}

let nextFeed = 1

// Updates in memory are given to readers only where the user's rights were checked within this time. Otherwise they are
// checked again first.
const RIGHTS_HOLD_MS = 1_000

/**
 * The progress of one submission as one user may see it, shared by all subscriptions of that user to it in this
 * process: a read of the database serves all of them. Every read has the user's rights, so it also checks them. The
 * feed reads when it gets a hint that something is new, when a reader needs updates that are not in memory, and when
 * the last check of the rights is too old. Outcomes that this process has written itself it is handed without a read.
 */
export class ProgressFeed {
  readonly context: Context
  readonly submissionId: string
  readonly #parts: FeedParts
  readonly #number = nextFeed++
  readonly #reads = new Map<number, Promise<void>>()
  readonly #waitingForPage = new Map<number, Set<FeedListener>>()
  #waitingForNews = new Set<FeedListener>()
  /** The highest sequence that the feed knows of. */
  #settled = 0
  /** How many mentors the submission has; known after the first read. */
  #total: number | undefined
  /** The last update, without an outcome; known once the submission has finished. */
  #last: SubmissionProgress | undefined
  /** Whether the submission has finished and its outcomes have expired and been deleted. */
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

  /** Whether the feed ended with an error; a new reader then needs a new feed. */
  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** Milliseconds since the user's rights were checked. */
  get age(): number {
    return performance.now() - this.#rightsCheckedAt
  }

  /**
   * Checks that the user may see the submission, unless that was checked a moment ago.
   *
   * @throws RequestError NOT_FOUND where they may not; any other error of the read
   */
  async check(): Promise<void> {
    if (this.age > RIGHTS_HOLD_MS) await this.#read(this.#newestPage)
    if (this.failed) throw this.#failure
  }

  /** Takes a hint that something may be new, and reads it. A hint that comes during a read makes it read once more. */
  refresh(): void {
    this.#hinted = true
    this.#refreshing ??= this.#refreshWhileHinted().finally(() => {
      this.#refreshing = undefined
    })
  }

  /**
   * Takes outcomes that this process has just written, in a transaction that has also checked the user's rights; reads
   * instead where they do not follow on the known ones.
   */
  append(outcomes: readonly StoredOutcome[]): void {
    const known = this.#page(this.#newestPage)
    const isNext =
      outcomes[0]?.sequence === this.#settled + 1 && known.length === this.#settled % PROGRESS_PAGE_SIZE
    if (this.failed) return
    if (this.#total === undefined || !isNext) {
      this.refresh()
      return
    }
    this.#rightsCheckedAt = performance.now()
    this.#take(this.#settled, this.#parts.pageOf(outcomes, this.#total))
  }

  /**
   * Takes what another query, with the same user's rights, has seen of the submission: reads where that is new, and
   * counts it as a check of the rights where it is not.
   *
   * @param at when that query began, as performance.now() gave it
   * @param state undefined where the user sees no such submission
   */
  checked(at: number, state: { settled: number; finished: boolean } | undefined): void {
    if (state && state.settled <= this.#settled && state.finished === (this.#last !== undefined))
      this.#rightsCheckedAt = Math.max(this.#rightsCheckedAt, at)
    else this.refresh()
  }

  /** Ends the feed with an error, which `next` throws to each of its readers. */
  fail(cause: unknown): void {
    this.#failure ??= cause
    const waiting = [...this.#waitingForPage.values(), this.#waitingForNews]
    this.#waitingForPage.clear()
    this.#waitingForNews = new Set()
    for (const listeners of waiting) tell(listeners)
  }

  /**
   * The update after `position`; after all outcomes, the last update. Undefined where it does not exist yet or is not
   * in memory: `listener.ready` is then called when it is time to ask again.
   *
   * @throws the error that ended the feed
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

  /** Removes a listener: it is not called any more. */
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
      // A read that is under way may have begun before the hint, and may lack what the hint is about.
      await this.#reads.get(this.#newestPage)
      this.#hinted = false
      await this.#read(this.#newestPage)
    }
  }

  /**
   * Reads the updates that a page lacks. Calls for the same page share one read. Never rejects: an error ends the feed.
   */
  #read(number: number): Promise<void> {
    let read = this.#reads.get(number)
    if (!read) {
      read = this.#readNow(number).catch((cause: unknown) => this.fail(cause))
      this.#reads.set(number, read)
    }
    return read
  }

  async #readNow(number: number): Promise<void> {
    const known = this.#page(number).length
    const after = number * PROGRESS_PAGE_SIZE + known
    const limit = PROGRESS_PAGE_SIZE - known
    // It is over before anybody is told, so that a listener that asks again at once does not wait for this read.
    const read = await this.#parts.read(after, limit).finally(() => this.#reads.delete(number))
    // From its end: on a database where a read takes longer than RIGHTS_HOLD_MS nothing would ever be given out.
    this.#rightsCheckedAt = performance.now()
    if (read.last && read.updates.length === 0 && limit > 0 && after < read.settled)
      this.#outcomesDeleted = true
    this.#take(after, read)
    const waiting = this.#waitingForPage.get(number)
    this.#waitingForPage.delete(number)
    if (waiting) tell(waiting)
  }

  /** Keeps updates that come after a sequence, and tells those who wait for news. */
  #take(after: number, { updates, total, settled, last }: ProgressPage): void {
    for (let from = 0; from < updates.length; ) {
      const number = pageAfter(after + from)
      const known = this.#page(number)
      const there = number * PROGRESS_PAGE_SIZE + known.length
      const pageEnds = (number + 1) * PROGRESS_PAGE_SIZE - after
      // Some may have come another way meanwhile.
      const added = there < after + from ? [] : updates.slice(there - after, pageEnds)
      if (added.length > 0) this.#parts.pages.set(this.#key(number), [...known, ...added])
      from = pageEnds
    }
    this.#total = total
    const isNews = settled > this.#settled || (last !== undefined && !this.#last)
    this.#settled = Math.max(this.#settled, settled)
    this.#last ??= last
    if (!isNews) return
    const waiting = this.#waitingForNews
    this.#waitingForNews = new Set()
    tell(waiting)
  }
}

function tell(listeners: Iterable<FeedListener>): void {
  for (const listener of listeners) listener.ready()
}

/** The number of the page with the update after `position`. */
function pageAfter(position: number): number {
  return Math.floor(position / PROGRESS_PAGE_SIZE)
}
