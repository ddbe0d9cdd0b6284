import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { BusinessError } from './errors.ts'

// Metrics for Prometheus. What each of them means, and what a healthy server shows, is in docs/operations.md.

/** The running parts whose state is read at each scrape. */
export interface MetricSources {
  runner: { running: number }
  writeSemaphore: { inFlight: number; capacity: number }
  feeds: { watchers: number; feeds: number }
  requests: { waiting: number }
  watcherReads: { waiting: number }
  openSockets: () => number
  /** Connections of the pool; null with the embedded database, which has no pool. */
  pool: () => { total: number; idle: number; waiting: number } | null
  /** Unfinished submissions of all servers, and how many of their mentors have no outcome yet. */
  backlog: () => Promise<{ submissions: number; mentors: number }>
}

// Upper bounds of the histograms' buckets, in seconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
// Well below Prometheus' scrape_timeout, which is 10 s by default.
const BACKLOG_TIMEOUT_MS = 3_000

/** Rollcall's metrics, in Prometheus' text format. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'rollcall_http_request_seconds',
    help: 'Time to answer HTTP requests, by path and status. Streams count when they begin.',
    labelNames: ['path', 'status'],
    buckets: BUCKETS,
    registers: [this.#registry],
  })
  readonly #socketOperations = new Histogram({
    name: 'rollcall_socket_operation_seconds',
    help: 'Time to answer operations on sockets, by kind and result: ok, or errors. Subscriptions count when they begin.',
    labelNames: ['operation', 'result'],
    buckets: BUCKETS,
    registers: [this.#registry],
  })
  readonly #mutations = new Counter({
    name: 'rollcall_mutations_total',
    help: 'Changes asked for, by field and result: SUCCESS, the code of a business failure, or FAILED.',
    labelNames: ['field', 'result'],
    registers: [this.#registry],
  })
  readonly #notified = new Histogram({
    name: 'rollcall_settle_to_notify_seconds',
    help: 'Time from the settling of a mentor until its update is sent to a watcher who was subscribed by then, for each watcher.',
    buckets: BUCKETS,
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /**
   * Records an answered HTTP request.
   *
   * @param path one of Rollcall's own paths, or "other": with any path, clients could create time series without end
   * @param ms how long it took, in milliseconds
   */
  requestAnswered(path: string, status: number, ms: number): void {
    this.#requests.observe({ path, status }, ms / 1000)
  }

  /**
   * Records an operation on a socket that was answered, or a subscription that has begun.
   *
   * @param operation query, mutation or subscription; unknown where it could not be parsed
   * @param ms how long it took, in milliseconds
   */
  socketOperationAnswered(operation: string, result: 'ok' | 'errors', ms: number): void {
    this.#socketOperations.observe({ operation, result }, ms / 1000)
  }

  /** Runs `work` and counts its result under `field`, for GraphQL and the RPC endpoint. Throws what `work` throws. */
  async countMutation<T>(field: string, work: () => T | Promise<T>): Promise<T> {
    try {
      const result = await work()
      this.#mutations.inc({ field, result: 'SUCCESS' })
      return result
    } catch (error) {
      this.#mutations.inc({ field, result: error instanceof BusinessError ? error.code : 'FAILED' })
      throw error
    }
  }

  /** Records that the update of a mentor who was settled at `settledAt` is sent to one watcher. */
  progressSent(settledAt: Date): void {
    this.#notified.observe(Math.max(0, Date.now() - settledAt.getTime()) / 1000)
  }

  /** Adds the gauges, whose values are read from the running parts at each scrape. To be called once. */
  watch(sources: MetricSources): void {
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read())
        },
      })
    const { runner, writeSemaphore, feeds, requests, watcherReads, openSockets, pool } = sources
    gauge('rollcall_submissions_running', 'Submissions that this server runs.', () => runner.running)
    gauge('rollcall_writes_in_flight', 'Writes of submissions in flight.', () => writeSemaphore.inFlight)
    gauge(
      'rollcall_writes_capacity',
      'Writes of submissions that may be in flight.',
      () => writeSemaphore.capacity,
    )
    gauge('rollcall_progress_watchers', 'Subscriptions to progress.', () => feeds.watchers)
    gauge(
      'rollcall_progress_feeds',
      'Submissions that are watched, each counted once for each user who watches it.',
      () => feeds.feeds,
    )
    gauge(
      'rollcall_requests_waiting',
      'Pieces of database work of requests that wait.',
      () => requests.waiting,
    )
    gauge(
      'rollcall_watcher_reads_waiting',
      'Reads for watchers that wait for a connection.',
      () => watcherReads.waiting,
    )
    gauge('rollcall_sockets_open', 'Open WebSockets.', openSockets)
    gauge('rollcall_pool_connections', 'Database connections of the pool.', () => pool()?.total ?? 0)
    gauge('rollcall_pool_idle', 'Idle database connections of the pool.', () => pool()?.idle ?? 0)
    gauge('rollcall_pool_waiting', 'Requests that wait for a connection.', () => pool()?.waiting ?? 0)
    this.#watchBacklog(sources.backlog)
  }

  /** All metrics as text for Prometheus, and the content type of that text. */
  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }

  /**
   * Adds the two gauges of the backlog, which one query per scrape answers. While the database does not answer, these
   * two are left out, and all other metrics are there.
   */
  #watchBacklog(backlog: MetricSources['backlog']): void {
    let look: ReturnType<typeof withinTime<Awaited<ReturnType<typeof backlog>>>> | undefined
    const gauge = (name: string, help: string, count: 'submissions' | 'mentors') =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        async collect() {
          look ??= withinTime(backlog(), BACKLOG_TIMEOUT_MS).finally(() => {
            look = undefined
          })
          const now = await look
          if (now) this.set(now[count])
          else this.remove()
        },
      })
    gauge('rollcall_backlog_submissions', 'Submissions of all servers that have not finished.', 'submissions')
    gauge(
      'rollcall_backlog_mentors',
      'Mentors without an outcome in unfinished submissions of all servers.',
      'mentors',
    )
  }
}

/** What a promise resolves to; undefined where it rejects, or takes longer than `ms` milliseconds. */
async function withinTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), ms)
  return Promise.race([promise.catch(() => undefined), late.promise]).finally(() => clearTimeout(timer))
}
