import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

// Prometheus: what a healthy server shows is in docs/operations.md.

/** What metrics read at the moment they are asked for. */
export interface MetricSources {
  runner: { running: number }
  writeSemaphore: { inFlight: number; capacity: number }
  hints: { watchers: number }
  openSockets: () => number
  /** Null with the embedded database, which has no pool. */
  pool: () => { total: number; idle: number; waiting: number } | null
  /** Submissions that have not finished, and their mentors without an outcome, on all servers together. */
  backlog: () => Promise<{ submissions: number; mentors: number }>
}

/** Counts and times, and tells them in Prometheus' text format. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'rollcall_http_request_seconds',
    help: 'Time to answer HTTP requests, by path and status. Streams count when they begin.',
    labelNames: ['path', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
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
    help: 'Time from the settling of a mentor to its update on its way to a watcher who was there.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** @param path one of Rollcall's own, or "other": nobody may make up series */
  requestAnswered(path: string, status: number, ms: number): void {
    this.#requests.observe({ path, status }, ms / 1000)
  }

  mutationAnswered(field: string, result: string): void {
    this.#mutations.inc({ field, result })
  }

  progressSent(settledAt: Date): void {
    this.#notified.observe(Math.max(0, Date.now() - settledAt.getTime()) / 1000)
  }

  /** Adds what is read from the running parts whenever somebody asks. */
  watch(sources: MetricSources): void {
    const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        async collect() {
          this.set(await read())
        },
      })
    const { runner, writeSemaphore, hints, openSockets, pool, backlog } = sources
    gauge('rollcall_submissions_running', 'Submissions that this server runs.', () => runner.running)
    gauge('rollcall_writes_in_flight', 'Writes of submissions in flight.', () => writeSemaphore.inFlight)
    gauge(
      'rollcall_writes_capacity',
      'Writes of submissions that may be in flight.',
      () => writeSemaphore.capacity,
    )
    gauge('rollcall_progress_watchers', 'Subscriptions to progress.', () => hints.watchers)
    gauge('rollcall_sockets_open', 'Open WebSockets.', openSockets)
    gauge('rollcall_pool_connections', 'Database connections of the pool.', () => pool()?.total ?? 0)
    gauge('rollcall_pool_idle', 'Of those, the idle ones.', () => pool()?.idle ?? 0)
    gauge('rollcall_pool_waiting', 'Requests that wait for a connection.', () => pool()?.waiting ?? 0)
    gauge(
      'rollcall_backlog_submissions',
      'Submissions of all servers that have not finished.',
      async () => (await backlog()).submissions,
    )
    gauge(
      'rollcall_backlog_mentors',
      'Their mentors without an outcome.',
      async () => (await backlog()).mentors,
    )
  }

  /** Everything, as Prometheus reads it. */
  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}
