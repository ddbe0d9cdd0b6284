import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { BusinessError } from './errors.ts'

// Prometheus: what a healthy server shows is in docs/operations.md.

/** What metrics read at the moment they are asked for. */
export interface MetricSources {
  runner: { running: number }
  writeSemaphore: { inFlight: number; capacity: number }
  feeds: { watchers: number; feeds: number }
  requests: { waiting: number }
  watcherReads: { waiting: number }
  openSockets: () => number
  /** Null with the embedded database, which has no pool. */
  pool: () => { total: number; idle: number; waiting: number } | null
  /** Submissions that have not finished, and their mentors without an outcome, on all servers together. */
  backlog: () => Promise<{ submissions: number; mentors: number }>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
// Whoever scrapes waits about ten.
const LONGEST_LOOK_AT_BACKLOG_MS = 3_000

/** Counts and times, and tells them in Prometheus' text format. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'rollcall_http_request_seconds',
    help: 'Time to answer HTTP requests, by path and status. Streams count when they begin.',
    labelNames: ['path', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #socketOperations = new Histogram({
    name: 'rollcall_socket_operation_seconds',
    help: 'Time to answer operations on sockets, by kind and result: ok, or errors. Subscriptions count when they begin.',
    labelNames: ['operation', 'result'],
    buckets: SECONDS,
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
    help: 'Time from the settling of a mentor to its update on its way to a watcher who was there, for each watcher.',
    buckets: SECONDS,
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** @param path one of Rollcall's own, or "other": nobody may make up series */
  requestAnswered(path: string, status: number, ms: number): void {
    this.#requests.observe({ path, status }, ms / 1000)
  }

  /** @param operation query, mutation or subscription; unknown where it could not be read */
  socketOperationAnswered(operation: string, result: 'ok' | 'errors', ms: number): void {
    this.#socketOperations.observe({ operation, result }, ms / 1000)
  }

  /** Counts how a mutation goes, whoever calls it. Throws what the work throws. */
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

  progressSent(settledAt: Date): void {
    this.#notified.observe(Math.max(0, Date.now() - settledAt.getTime()) / 1000)
  }

  /** Adds what is read from the running parts whenever somebody asks. */
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
      'What they follow: submissions, each once for each user.',
      () => feeds.feeds,
    )
    gauge('rollcall_requests_waiting', 'Database work of requests that waits.', () => requests.waiting)
    gauge(
      'rollcall_watcher_reads_waiting',
      'Reads for watchers that wait for their turn.',
      () => watcherReads.waiting,
    )
    gauge('rollcall_sockets_open', 'Open WebSockets.', openSockets)
    gauge('rollcall_pool_connections', 'Database connections of the pool.', () => pool()?.total ?? 0)
    gauge('rollcall_pool_idle', 'Of those, the idle ones.', () => pool()?.idle ?? 0)
    gauge('rollcall_pool_waiting', 'Requests that wait for a connection.', () => pool()?.waiting ?? 0)
    this.#watchBacklog(sources.backlog)
  }

  /** Everything, as Prometheus reads it. */
  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }

  /** Both in one look, once a scrape. While the database can't be asked they are missing, and all others are there. */
  #watchBacklog(backlog: MetricSources['backlog']): void {
    let look: ReturnType<typeof withinTime<Awaited<ReturnType<typeof backlog>>>> | undefined
    const gauge = (name: string, help: string, count: 'submissions' | 'mentors') =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        async collect() {
          look ??= withinTime(backlog(), LONGEST_LOOK_AT_BACKLOG_MS).finally(() => {
            look = undefined
          })
          const now = await look
          if (now) this.set(now[count])
          else this.remove()
        },
      })
    gauge('rollcall_backlog_submissions', 'Submissions of all servers that have not finished.', 'submissions')
    gauge('rollcall_backlog_mentors', 'Their mentors without an outcome.', 'mentors')
  }
}

/** What a promise resolves to; undefined where it rejects, or takes longer. */
async function withinTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), ms)
  return Promise.race([promise.catch(() => undefined), late.promise]).finally(() => clearTimeout(timer))
}
