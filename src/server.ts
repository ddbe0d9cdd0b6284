import type { Server } from 'node:http'
import type { GraphQLError } from 'graphql'
import { type CORSOptions, createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Authenticate, Viewer } from './auth.ts'
import { createContext, type SharedContext } from './context.ts'
import { StartupError } from './errors.ts'
import { bodyLimit } from './http/body-limit.ts'
import { type GraphiqlDemo, graphiqlOptions, renderGraphiqlPage } from './http/graphiql.ts'
import { health } from './http/health.ts'
import { knownQueries } from './http/known-queries.ts'
import { loginRequired } from './http/login-required.ts'
import { type CountMutations, limitMutations } from './http/mutation-rate.ts'
import { onlyJson } from './http/only-json.ts'
import { graphiqlPolicy, pageSecurity } from './http/page-security.ts'
import { queryLimits } from './http/query-limits.ts'
import { requestLog } from './http/request-log.ts'
import { rpc } from './http/rpc.ts'
import { shortQuotes } from './http/short-quotes.ts'
import { subscriptionScope } from './http/subscription-scope.ts'
import type { Log } from './log.ts'
import { schema } from './schema/index.ts'

/** What the server is built from. */
export interface ServerParts {
  shared: SharedContext
  authenticate: Authenticate
  maskError: (error: unknown) => GraphQLError
  log: Log
  /** Other origins whose pages may call. */
  corsOrigins: readonly string[]
  /** GraphiQL at /graphql, and answers about the schema; filled for the demo where there is one. */
  graphiql: false | { demo: GraphiqlDemo | undefined }
  maxBodyBytes: number
  countMutations: CountMutations
}

/** Everything that answers over HTTP: GraphQL, GraphiQL and the health checks. */
export function createHttp({
  shared,
  authenticate,
  maskError,
  log,
  corsOrigins,
  graphiql,
  maxBodyBytes,
  countMutations,
}: ServerParts): YogaServerInstance<object, object> {
  // The same for everybody, megabytes large, and not always wanted.
  let rendered: { html: string; policy: string } | undefined
  const page = () => {
    if (rendered) return rendered
    const html = renderGraphiqlPage(graphiqlOptions(graphiql ? graphiql.demo : undefined))
    rendered = { html, policy: graphiqlPolicy(html) }
    return rendered
  }
  return createYoga<{ viewer?: Viewer | null }, object>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // Yoga's own check answers every address that ends so, queries of GET included: none ends in a space.
    healthCheckEndpoint: ' ',
    logging: false,
    parserAndValidationCache: knownQueries(),
    cors: corsOrigins.length > 0 && corsFor(corsOrigins),
    batching: false,
    multipart: false,
    maskedErrors: { maskError },
    async context({ request, viewer }) {
      // A socket has logged in already. Nobody gets no context: loginRequired lets no resolver run without one.
      const who = viewer ?? (await authenticate(request.headers.get('authorization')))
      return who ? createContext(shared, who) : {}
    },
    graphiql: graphiql !== false,
    renderGraphiQL: () => page().html,
    // Probes come before the log, so as not to fill it.
    plugins: [
      pageSecurity(() => page().policy),
      health(shared.database),
      requestLog(log, shared.metrics),
      bodyLimit(maxBodyBytes),
      rpc({ shared, authenticate, countMutations, log }),
      onlyJson(),
      ...queryLimits({ introspection: graphiql !== false }),
      shortQuotes,
      loginRequired(maskError),
      limitMutations(countMutations, maskError),
      subscriptionScope(maskError),
    ],
  })
}

/** What browsers ask before a page of another origin may call. Tokens travel in a header, so no credentials. */
function corsFor(origin: readonly string[]): CORSOptions {
  return {
    origin: [...origin],
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: [
      'authorization',
      'apikey',
      'content-type',
      'content-profile',
      'accept-profile',
      'baggage',
      'idempotency-key',
      'prefer',
      'traceparent',
      'tracestate',
      'x-client-info',
      'x-request-id',
      'x-retry-count',
      'x-supabase-api-version',
    ],
    exposedHeaders: ['preference-applied', 'retry-after', 'x-request-id'],
    credentials: false,
    maxAge: 600,
  }
}

/**
 * Listens for HTTP requests.
 *
 * @param setting the one that the port comes from
 * @returns the port that it got
 * @throws StartupError where the port can't be had
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
  setting: 'PORT' | 'METRICS_PORT' = 'PORT',
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(port, host, setting, cause)))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

function cannotListen(
  port: number,
  host: string,
  setting: string,
  cause: NodeJS.ErrnoException,
): StartupError {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use. Stop what uses it, or choose another one with ${setting}.`,
    EACCES: `Port ${port} may not be used by this user. Choose one from 1024 on with ${setting}.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Choose another one with HOST.`,
    ENOTFOUND: `There is no host named ${host}. Choose another one with HOST.`,
  }
  return new StartupError(why[cause.code ?? ''] ?? `Can’t listen on ${host}:${port} (${cause.code}).`, {
    cause,
  })
}

/** Lets requests in flight finish for at most `patienceMs`, then ends their connections. */
export async function close(server: Server, patienceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Again and again: a connection whose last request has just been answered would be kept open for the next one.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const impatient = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(idle)
  clearTimeout(impatient)
}
