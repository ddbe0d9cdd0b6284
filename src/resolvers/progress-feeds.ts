import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Database } from '../database/client.ts'
import { failureOf } from '../database/failure.ts'
import { lookAtSubmissions } from '../database/watched-submissions.ts'
import { RequestError } from '../errors.ts'
import type { SubmissionEvents } from '../orchestrator/runner/submission-events.ts'
import type { Context } from './context.ts'
import { type PageCache, ProgressFeed } from './progress-feed.ts'
import { readProgress } from './progress-page.ts'
import { ProgressWatcher } from './progress-watcher.ts'

// Each of about a kilobyte, with what is serialised of it.
const MAX_UPDATES_IN_MEMORY = 20_000
// People may be renamed, or forgotten.
const MAX_AGE_IN_MEMORY_MS = 60_000
const TICK_MS = 1_000
// Rights that were lost, and hints that were, are noticed after so long and a tick.
const LOOK_ANYWAY_AFTER_MS = 3_000
const FEEDS_IN_A_LOOK = 500

/** The feeds that are watched in this process: one for each submission and user, however many watch. */
export class ProgressFeeds {
  readonly #bySubmission = new Map<string, Set<ProgressFeed>>()
  readonly #watchers = new Set<ProgressWatcher>()
  readonly #pages: PageCache = new LRUCache({
    maxSize: MAX_UPDATES_IN_MEMORY,
    sizeCalculation: (updates) => updates.length,
    ttl: MAX_AGE_IN_MEMORY_MS,
  })
  readonly #stopped = new AbortController()
  readonly #database: Database
  #tick: NodeJS.Timeout | undefined
  #looking = false

  constructor(database: Database, events: SubmissionEvents) {
    this.#database = database
    events.on('progress', (submissionId) => {
      for (const feed of this.#bySubmission.get(submissionId) ?? []) feed.refresh()
    })
    events.on('missed', () => {
      for (const feed of this.#all()) feed.refresh()
    })
  }

  /** Subscriptions that are open. */
  get watchers(): number {
    return this.#watchers.size
  }

  /** What they follow: submissions, each once for each user. */
  get feeds(): number {
    return this.#all().reduce((count) => count + 1, 0)
  }

  /**
   * Makes a watcher of a submission, from the update after `after` on. It holds nothing before it is opened.
   *
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
        this.#keep(feed)
        this.#watchers.add(watcher)
      },
      closed: (watcher) => this.#watchers.delete(watcher),
    })
  }

  /** Ends every feed with an error: the server stops. */
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
    const feed = new ProgressFeed({
      context,
      submissionId,
      read: (after, limit) =>
        throughRestarts(() => readProgress(context, submissionId, after, limit), this.#stopped.signal),
      pages: this.#pages,
    })
    this.#keep(feed)
    return feed
  }

  #keep(feed: ProgressFeed): void {
    const feeds = this.#bySubmission.get(feed.submissionId) ?? new Set()
    this.#bySubmission.set(feed.submissionId, feeds.add(feed))
    this.#tick ??= setInterval(() => this.#look(), TICK_MS)
  }

  #look(): void {
    const watched = new Set<ProgressFeed>()
    for (const watcher of this.#watchers) {
      watched.add(watcher.feed)
      if (watcher.expired) watcher.ready()
    }
    const old = [...this.#all().filter(({ age }) => age > LOOK_ANYWAY_AFTER_MS)]
    for (const feed of old) if (feed.failed || !(watched.has(feed) || feed.reading)) this.#drop(feed)
    void this.#lookAt(old.filter((feed) => watched.has(feed) && !feed.failed))
    if (this.#bySubmission.size === 0) this.#stopTicking()
  }

  /** Looks at many in one statement, so that what it costs to watch follows what happens. */
  async #lookAt(feeds: readonly ProgressFeed[]): Promise<void> {
    if (this.#looking || feeds.length === 0) return
    this.#looking = true
    try {
      for (let from = 0; from < feeds.length; from += FEEDS_IN_A_LOOK) {
        const at = performance.now()
        const some = feeds.slice(from, from + FEEDS_IN_A_LOOK)
        const states = await lookAtSubmissions(this.#database, some)
        for (const [index, feed] of some.entries()) feed.looked(at, states[index])
      }
    } catch {
      // Each finds out for itself what the matter is.
      for (const feed of feeds) feed.refresh()
    } finally {
      this.#looking = false
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

const LONGEST_RESTART_MS = 10_000

/** Reads again where the database can't be reached, for some seconds: whoever watches need not notice its restart. */
async function throughRestarts<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const deadline = performance.now() + LONGEST_RESTART_MS
  for (let pause = 50; ; pause = Math.min(2 * pause, 1_000)) {
    try {
      return await read()
    } catch (error) {
      if (failureOf(error).kind !== 'unavailable' || performance.now() + pause > deadline) throw error
    }
    await sleep(pause, undefined, { signal })
  }
}
