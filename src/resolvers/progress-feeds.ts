import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Database } from '../database/client.ts'
import { failureOf } from '../database/failure.ts'
import { lookAtSubmissions } from '../database/watched-submissions.ts'
import { RequestError } from '../errors.ts'
import type { SubmissionEvents } from '../orchestrator/runner/submission-events.ts'
import type { Context } from './context.ts'
import { type PageCache, ProgressFeed } from './progress-feed.ts'
import { pageOfWritten, readMentors, readProgress } from './progress-page.ts'
import { ProgressWatcher } from './progress-watcher.ts'

// An update takes about a kilobyte, its serialised form included.
const MAX_UPDATES_IN_MEMORY = 20_000
// Updates have names of people in them, who may be renamed or forgotten meanwhile.
const MAX_AGE_IN_MEMORY_MS = 60_000
const TICK_MS = 1_000
// A feed that was not checked for this long is checked at the next tick, so that lost rights and lost hints are
// noticed.
const CHECK_AFTER_MS = 3_000
const FEEDS_PER_QUERY = 500

/** The feeds of this process: one for each submission and user, however many subscriptions they have. */
export class ProgressFeeds {
  readonly #bySubmission = new Map<string, Set<ProgressFeed>>()
  readonly #watchers = new Set<ProgressWatcher>()
  readonly #pages: PageCache = new LRUCache({
    maxSize: MAX_UPDATES_IN_MEMORY,
    sizeCalculation: (updates) => updates.length,
    ttl: MAX_AGE_IN_MEMORY_MS,
    noUpdateTTL: true, // a page that grows keeps its first names no longer
  })
  readonly #stopped = new AbortController()
  readonly #database: Database
  #tick: NodeJS.Timeout | undefined
  #checking = false

  constructor(database: Database, events: SubmissionEvents) {
    this.#database = database
    events.on('settling', (submissionId, viewers) => {
      for (const { userId, failed } of this.#bySubmission.get(submissionId) ?? [])
        if (!failed) viewers.add(userId)
    })
    events.on('settled', (submissionId, outcomes, seenBy) => {
      for (const feed of this.#bySubmission.get(submissionId) ?? [])
        if (seenBy.includes(feed.userId)) feed.append(outcomes)
        else feed.refresh()
    })
    events.on('progress', (submissionId) => {
      for (const feed of this.#bySubmission.get(submissionId) ?? []) feed.refresh()
    })
    events.on('missed', () => {
      for (const feed of this.#all()) feed.refresh()
    })
  }

  /** How many subscriptions are open. */
  get watchers(): number {
    return this.#watchers.size
  }

  /** How many feeds there are. */
  get feeds(): number {
    return this.#all().reduce((count) => count + 1, 0)
  }

  /**
   * Creates a watcher of a submission. It is not counted, and nothing needs to be released, before it is opened.
   *
   * @param after the last sequence that its reader has
   * @throws RequestError NOT_FOUND where there is no such submission that the viewer may see
   */
  async watch(context: Context, submissionId: string, after: number): Promise<ProgressWatcher> {
    const feed = this.#feedOf(context, submissionId)
    await feed.check().catch((cause: unknown) => {
      this.#drop(feed)
      throw cause
    })
    return new ProgressWatcher(feed, after, context.viewer.expiresAt, {
      opened: (watcher) => {
        // Nobody watched it until now, so it may have been dropped, and have missed something since.
        if (!this.#bySubmission.get(submissionId)?.has(feed)) feed.refresh()
        this.#keep(feed)
        this.#watchers.add(watcher)
      },
      closed: (watcher) => this.#watchers.delete(watcher),
    })
  }

  /** Ends every feed with an error, when the server stops. */
  stop(): void {
    this.#stopped.abort()
    const cause = new RequestError(
      'SERVICE_UNAVAILABLE',
      'The server is stopping. Subscribe again from the last sequence.',
    )
    for (const feed of this.#all()) feed.fail(cause)
    this.#bySubmission.clear()
    this.#stopTicking()
  }

  #all(): IteratorObject<ProgressFeed> {
    return this.#bySubmission.values().flatMap((feeds) => feeds.values())
  }

  #feedOf(context: Context, submissionId: string): ProgressFeed {
    const present = this.#bySubmission
      .get(submissionId)
      ?.values()
      .find((feed) => feed.userId === context.viewer.userId && !feed.failed)
    if (present) return present
    const retrying = <T>(read: () => Promise<T>) => retryWhileUnavailable(read, this.#stopped.signal)
    const feed = new ProgressFeed({
      context,
      submissionId,
      read: (after, limit) => retrying(() => readProgress(context, submissionId, after, limit)),
      pageOf: (outcomes, total) =>
        pageOfWritten({ submissionId, total }, outcomes, (userIds) =>
          retrying(() => readMentors(context, userIds)),
        ),
      pages: this.#pages,
    })
    this.#keep(feed)
    return feed
  }

  #keep(feed: ProgressFeed): void {
    const feeds = this.#bySubmission.get(feed.submissionId) ?? new Set()
    this.#bySubmission.set(feed.submissionId, feeds.add(feed))
    this.#tick ??= setInterval(() => this.#checkOld(), TICK_MS)
  }

  #checkOld(): void {
    const watched = new Set<ProgressFeed>()
    for (const watcher of this.#watchers) {
      watched.add(watcher.feed)
      if (watcher.expired) watcher.ready()
    }
    for (const feed of [...this.#all()])
      if (feed.failed || !(watched.has(feed) || feed.reading)) this.#drop(feed)
    void this.#check([...this.#all().filter(({ age }) => age > CHECK_AFTER_MS)])
    if (this.#bySubmission.size === 0) this.#stopTicking()
  }

  /** Checks many feeds in one statement, so that watching costs little while nothing happens. */
  async #check(feeds: readonly ProgressFeed[]): Promise<void> {
    if (this.#checking || feeds.length === 0) return
    this.#checking = true
    try {
      for (let from = 0; from < feeds.length; from += FEEDS_PER_QUERY) {
        const at = performance.now()
        const some = feeds.slice(from, from + FEEDS_PER_QUERY)
        const states = await lookAtSubmissions(this.#database, some)
        for (const [index, feed] of some.entries()) feed.checked(at, states[index])
      }
    } catch {
      // Each feed then reads by itself, and its readers get the error of that read.
      for (const feed of feeds) feed.refresh()
    } finally {
      this.#checking = false
    }
  }

  #drop(feed: ProgressFeed): void {
    const feeds = this.#bySubmission.get(feed.submissionId)
    feeds?.delete(feed)
    if (feeds?.size === 0) this.#bySubmission.delete(feed.submissionId)
  }

  #stopTicking(): void {
    clearInterval(this.#tick)
    this.#tick = undefined
  }
}

const RETRY_FOR_MS = 10_000

/** Reads again, for some seconds, where the database can't be reached, so that subscriptions survive its restart. */
async function retryWhileUnavailable<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const deadline = performance.now() + RETRY_FOR_MS
  for (let pause = 50; ; pause = Math.min(2 * pause, 1_000)) {
    try {
      return await read()
    } catch (error) {
      if (failureOf(error).kind !== 'unavailable' || performance.now() + pause > deadline) throw error
    }
    await sleep(pause, undefined, { signal })
  }
}
