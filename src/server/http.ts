import { execute, type GraphQLError } from 'graphql'
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import type { Authenticate, Viewer } from '../auth/authenticate.ts'
import type { Log } from '../log.ts'
import { createContext, type SharedContext } from '../resolvers/context.ts'
import { schema } from '../schema/index.ts'
import { bodyLimit } from './body-limit.ts'
import { cors } from './cors.ts'
import { exportEndpoint } from './export/export-endpoint.ts'
import { contentTypeCheck } from './graphql/content-type-check.ts'
import { type LiveSubscribe, liveResults } from './graphql/live-results.ts'
import { loginRequired } from './graphql/login-required.ts'
import { limitMessageLength } from './graphql/message-length.ts'
import { parserCache } from './graphql/parser-cache.ts'
import { queryLimits } from './graphql/query-limits.ts'
import { type ConsumeRate, rateLimit } from './graphql/rate-limit.ts'
import { notFound } from './not-found.ts'
import { health } from './operations/health.ts'
import { requestLog } from './operations/request-log.ts'
import { type ConsoleParts, consolePages } from './pages/console.ts'
import { type GraphiqlDemo, renderGraphiqlPage } from './pages/graphiql.ts'
import { graphiqlPolicy, securityHeaders } from './pages/security-headers.ts'
import { rpcEndpoint } from './rpc/rpc-endpoint.ts'
import { unknownAddresses } from './rpc/unknown-addresses.ts'

/** What `createHttp` needs. */
export interface ServerParts {
  shared: SharedContext
  authenticate: Authenticate
  maskError: (error: unknown) => GraphQLError
  log: Log
  /** Origins, besides Rollcall's own, whose pages may send requests. */
  corsOrigins: readonly string[]
  /** False: no GraphiQL at /graphql, and no introspection. `demo` is what GraphiQL's examples use in demo mode. */
  graphiql: false | { demo: GraphiqlDemo | undefined }
  /** The console at `/`; undefined where it is turned off. */
  console: ConsoleParts | undefined
  maxBodyBytes: number
  /** Limits on what one user may send within a minute. */
  rates: { queries: ConsumeRate; mutations: ConsumeRate }
  /** Starts subscriptions; shared with the WebSocket server. */
  subscribe: LiveSubscribe
}

/** Builds everything that answers over HTTP: GraphQL, GraphiQL, console, RPC endpoint, CSV export, health checks. */
export function createHttp({
  shared,
  authenticate,
  maskError,
  log,
  corsOrigins,
  graphiql,
  console,
  maxBodyBytes,
  rates,
  subscribe,
}: ServerParts): YogaServerInstance<object, object> {
  // Rendered once, at the first visit: the page is the same for everybody, and is several megabytes large.
  let rendered: { html: string; policy: string } | undefined
  const page = () => {
    if (rendered) return rendered
    const html = renderGraphiqlPage(graphiql ? graphiql.demo : undefined)
    rendered = { html, policy: graphiqlPolicy(html) }
    return rendered
  }
  return createYoga<{ viewer?: Viewer | null }, object>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    // Disables Yoga's own health check, which would answer every URL that ends with its path. No URL ends with a space.
    healthCheckEndpoint: ' ',
    logging: false,
    parserAndValidationCache: parserCache(),
    cors: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: false, // bodyLimit limits it, for the RPC endpoint too
    maskedErrors: { maskError },
    async context({ request, viewer }) {
      // A WebSocket passes the viewer of its login. Without a viewer the context is empty: loginRequired refuses the
      // operation before a resolver could use it.
      const who = viewer ?? (await authenticate(request.headers.get('authorization')))
      return who ? createContext(shared, who) : {}
    },
    graphiql: graphiql !== false,
    renderGraphiQL: () => page().html,
    // The order matters: health checks are answered before the request log, so that they do not fill it.
    plugins: [
      securityHeaders(() => page().policy),
      health(shared.database),
      requestLog(log, shared.metrics),
      cors(corsOrigins),
      ...(console ? [consolePages(console)] : []),
      bodyLimit(maxBodyBytes),
      unknownAddresses(),
      rpcEndpoint({ shared, authenticate, consumeMutations: rates.mutations, log }),
      exportEndpoint({ shared, authenticate, consumeMutations: rates.mutations, maskError }),
      notFound(),
      contentTypeCheck(),
      ...queryLimits({ introspection: graphiql !== false }),
      limitMessageLength,
      loginRequired(maskError),
      rateLimit(rates, maskError),
      liveResults(subscribe),
      executeWithGraphqlJs,
    ],
  })
}

// The updates of subscriptions are executed so too. Yoga's own executor copies all variables before it coerces them, which
// makes the variables of a batch of 200 activities take half as long again.
const executeWithGraphqlJs: Plugin = {
  onExecute({ setExecuteFn }) {
    setExecuteFn(execute)
  },
}
