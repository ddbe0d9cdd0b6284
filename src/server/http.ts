import type { GraphQLError } from 'graphql'
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Authenticate, Viewer } from '../auth/authenticate.ts'
import type { Log } from '../log.ts'
import { createContext, type SharedContext } from '../resolvers/context.ts'
import { schema } from '../schema/index.ts'
import { bodyLimit } from './body-limit.ts'
import { corsFor } from './cors.ts'
import { contentTypeCheck } from './graphql/content-type-check.ts'
import { loginRequired } from './graphql/login-required.ts'
import { limitMessageLength } from './graphql/message-length.ts'
import { type ConsumeMutations, mutationRateLimit } from './graphql/mutation-rate-limit.ts'
import { parserCache } from './graphql/parser-cache.ts'
import { queryLimits } from './graphql/query-limits.ts'
import { subscriptionScope } from './graphql/subscription-scope.ts'
import { health } from './operations/health.ts'
import { requestLog } from './operations/request-log.ts'
import { type GraphiqlDemo, graphiqlOptions, renderGraphiqlPage } from './pages/graphiql.ts'
import { graphiqlPolicy, securityHeaders } from './pages/security-headers.ts'
import { rpcEndpoint } from './rpc/rpc-endpoint.ts'

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
  consumeMutations: ConsumeMutations
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
  consumeMutations,
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
    parserAndValidationCache: parserCache(),
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
      securityHeaders(() => page().policy),
      health(shared.database),
      requestLog(log, shared.metrics),
      bodyLimit(maxBodyBytes),
      rpcEndpoint({ shared, authenticate, consumeMutations, log }),
      contentTypeCheck(),
      ...queryLimits({ introspection: graphiql !== false }),
      limitMessageLength,
      loginRequired(maskError),
      mutationRateLimit(consumeMutations, maskError),
      subscriptionScope(maskError),
    ],
  })
}
