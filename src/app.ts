import { createServer } from 'node:http'
import { createAuthenticate } from './auth/authenticate.ts'
import { signToken } from './auth/sign-token.ts'
import { readTokenSecret } from './auth/token-secret.ts'
import { CONNECTIONS_FOR_REQUESTS, type Database, openDatabase } from './database/client.ts'
import { retryWhileStarting } from './database/retry-while-starting.ts'
import { seedDemo } from './database/seed-demo.ts'
import { countBacklog } from './database/submissions.ts'
import { demoId } from './demo-data.ts'
import type { Env } from './env.ts'
import type { Log } from './log.ts'
import { Metrics } from './metrics.ts'
import { startRetention } from './orchestrator/runner/retention.ts'
import { startSubmissionRunner } from './orchestrator/runner/start-submission-runner.ts'
import { ProgressFeeds } from './resolvers/progress-feeds.ts'
import { UserSemaphore } from './resolvers/user-semaphore.ts'
import { createMaskError } from './server/graphql/error-masking.ts'
import { createLiveSubscribe } from './server/graphql/live-results.ts'
import { rateLimiter } from './server/graphql/rate-limit.ts'
import { createHttp } from './server/http.ts'
import { close, listen } from './server/listen.ts'
import { createMetricsServer } from './server/operations/metrics-server.ts'
import type { GraphiqlDemo } from './server/pages/graphiql.ts'
import { readConsole } from './server/pages/read-console.ts'
import { requestUrlCheck } from './server/request-url-check.ts'
import { TurnQueue } from './server/turn-queue.ts'
import { serveSockets } from './server/websocket/websocket-server.ts'

/** Rollcall, built but not yet listening. */
export interface App {
  /** Starts to listen. Resolves to the server's URL, such as http://127.0.0.1:4000. */
  start: () => Promise<string>
  /** Lets requests and writes in flight finish, then closes everything, in the reverse order of building. */
  stop: () => Promise<void>
  /** Answers one request in process, without a socket. */
  fetch: (request: Request) => Promise<Response>
  /** Tokens of two demo users; undefined outside of demo mode. */
  demoTokens: { coordinator: string; mentor: string } | undefined
}

// How long requests in flight may take to finish when the server stops.
const GRACE_PERIOD_MS = 8_000

// The pool's connections for requests are divided, so that reads for subscriptions can't keep queries and mutations
// waiting. `maxPerUser` limits what one user may have waiting or in progress.
const FOR_WATCHERS = { capacity: 4, maxPerUser: 10_000 }
const FOR_REQUESTS = { capacity: CONNECTIONS_FOR_REQUESTS - FOR_WATCHERS.capacity, maxPerUser: 1_000 }

// Writes wait for updates that this process still has to send, because otherwise they take so much of the machine that
// watchers see everything late. They don't wait for long: thousands of watchers must not keep a submission from finishing.
const MAX_DELAY_OF_WRITE_MS = 50

// The limit on request bodies grows with MAX_SELECTION, so that a full selection always fits. A batch of 200 activities
// takes about a twentieth of the smallest limit.
const SMALLEST_BODY_LIMIT = 1024 * 1024
const BYTES_PER_SELECTED_MENTOR = 64

// Ends connections of clients that send their request too slowly. In milliseconds.
const SLOW_CLIENTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 }

/**
 * Builds Rollcall from its settings: database, demo data, server.
 *
 * @param signal gives up waiting for a database that can't be reached yet
 * @throws StartupError where it can't be built, or the reason of `signal`; everything that was opened is closed first
 */
export async function createApp(
  env: Env,
  log: Log,
  signal: AbortSignal = new AbortController().signal,
): Promise<App> {
  const secret = await readTokenSecret(env)
  const consoleParts = env.console && (await readConsole(env.console, env, secret))
  const database = await retryWhileStarting(() => openSeeded(env, log), log, signal)
  const demoTokens =
    env.demo && secret !== undefined
      ? {
          coordinator: await signToken(demoId('coordinator@oslo.example'), env, secret),
          mentor: await signToken(demoId('mentor1@oslo.example'), env, secret),
        }
      : undefined

  const deliveries = new TurnQueue()
  const beforeWrite = () => deliveries.drained(MAX_DELAY_OF_WRITE_MS)
  const submissions = startSubmissionRunner({ ...env, database, beforeWrite, log })
  const stopRetention = startRetention({ ...env, database, log })
  const metrics = new Metrics()
  const stopping = new AbortController()
  const feeds = new ProgressFeeds(database, submissions.events)
  const requests = new UserSemaphore({ ...FOR_REQUESTS, maxWaitMs: 10_000 })
  const watcherReads = new UserSemaphore({ ...FOR_WATCHERS, maxWaitMs: Number.POSITIVE_INFINITY })
  const authenticate = createAuthenticate(env, secret)
  const maskError = createMaskError(log)
  const subscribe = createLiveSubscribe(maskError)
  const maxBodyBytes = Math.max(SMALLEST_BODY_LIMIT, env.maxSelection * BYTES_PER_SELECTED_MENTOR)
  const http = createHttp({
    shared: {
      env,
      database,
      events: submissions.events,
      feeds,
      requests,
      watcherReads,
      metrics,
      stopping: stopping.signal,
    },
    authenticate,
    maskError,
    log,
    corsOrigins: env.corsOrigins,
    console: consoleParts,
    graphiql: env.graphiql && { demo: demoTokens && graphiqlDemo(demoTokens.coordinator) },
    maxBodyBytes,
    rates: {
      queries: rateLimiter(env.maxQueriesPerMinute),
      mutations: rateLimiter(env.maxMutationsPerMinute),
    },
    subscribe,
  })
  const server = createServer(SLOW_CLIENTS, requestUrlCheck(http))
  const sockets = serveSockets({
    ...env,
    server,
    http,
    subscribe,
    authenticate,
    maskError,
    log,
    metrics,
    maxBodyBytes,
    deliveries,
  })
  const metricsServer = createMetricsServer(metrics, log)
  metrics.watch({
    ...submissions,
    feeds,
    requests,
    watcherReads,
    openSockets: sockets.open,
    pool: database.pool,
    backlog: () => countBacklog(database),
  })

  return {
    demoTokens,
    fetch: async (request) => http.fetch(request),
    async start() {
      const port = await listen(server, env.port, env.host)
      if (env.metricsPort !== undefined)
        await listen(metricsServer, env.metricsPort, env.host, 'METRICS_PORT')
      log.info({ host: env.host, port }, 'listening')
      return `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${port}`
    },
    async stop() {
      const closed = server.listening ? close(server, GRACE_PERIOD_MS) : undefined
      // Sockets are closed before the feeds stop: a client whose socket closes reconnects by itself, one whose
      // subscription ends with an error may not.
      const socketsClosed = sockets.close()
      stopping.abort()
      feeds.stop()
      await socketsClosed
      await stopRetention()
      await submissions.stop()
      await closed
      if (metricsServer.listening) await close(metricsServer, GRACE_PERIOD_MS)
      await database.close()
    },
  }
}

async function openSeeded(env: Env, log: Log): Promise<Database> {
  const database = await openDatabase(env, log)
  try {
    if (env.demo) await seedDemo(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

function graphiqlDemo(token: string): GraphiqlDemo {
  return {
    token,
    mentorIds: [demoId('mentor1@oslo.example'), demoId('mentor2@oslo.example')],
    activityTypeId: demoId('Phone call'),
  }
}
