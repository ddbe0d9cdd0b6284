import type { IncomingMessage, Server } from 'node:http'
import { GraphQLError } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import type { YogaServerInstance } from 'graphql-yoga'
import { errors } from 'jose'
import { WebSocket, WebSocketServer } from 'ws'
import type { Authenticate, Viewer } from '../../auth/authenticate.ts'
import { RequestError } from '../../errors.ts'
import { inRequestScope, requestIdOf } from '../../request-scope.ts'
import { ClientSocket } from './client-socket.ts'

/** What the sockets are served with. */
export interface SocketParts {
  server: Server
  http: YogaServerInstance<object, object>
  authenticate: Authenticate
  maskError: (error: unknown) => GraphQLError
  /** Other origins whose pages may open sockets. */
  corsOrigins: readonly string[]
  maxSocketsPerUser: number
  maxSubscriptionsPerSocket: number
}

/** The sockets of a server. */
export interface SocketServer {
  /** How many are open. */
  open: () => number
  /** Ends all of them with a code on which clients come again. */
  close: () => Promise<void>
}

const MAX_MESSAGE_BYTES = 64 * 1024
const LONGEST_TIMER_MS = 2 ** 31 - 1
// How long clients may take to confirm that their socket is closed.
const PATIENCE_MS = 2_000

// What graphql-ws clients make of a closed socket: after 4401 they give up, after 4403 and 1013 they come again.
const UNAUTHORIZED = [4401, 'Unauthorized: the token is not valid here'] as const
const EXPIRED = [4403, 'Forbidden: the token has expired, come again with a new one'] as const
const TRY_AGAIN = [1013, 'Try again later'] as const

/**
 * Serves GraphQL over WebSocket at /graphql, by the graphql-transport-ws protocol. A socket logs in with
 * `connectionParams: { Authorization: "Bearer …" }`, and is closed when its token expires.
 */
export function serveSockets({
  server,
  http,
  authenticate,
  maskError,
  corsOrigins,
  maxSocketsPerUser,
  maxSubscriptionsPerSocket,
}: SocketParts): SocketServer {
  const sockets = new WebSocketServer({
    // Given the server itself, it would take that one's errors for its own, a port in use say.
    noServer: true,
    path: '/graphql',
    maxPayload: MAX_MESSAGE_BYTES,
    WebSocket: ClientSocket,
    verifyClient: ({ origin, req }: { origin?: string; req: IncomingMessage }) =>
      mayConnect(origin, req.headers.host, corsOrigins),
  })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request)),
  )
  const loggedIn = new Map<WebSocket, { userId: string; expiry: NodeJS.Timeout }>()
  const socketsOf = (userId: string) =>
    loggedIn
      .values()
      .filter((login) => login.userId === userId)
      .toArray().length

  const { dispose } = useServer<Record<string, unknown>, { viewer?: Viewer | null }>(
    {
      async onConnect({ connectionParams, extra }) {
        const { socket } = extra
        try {
          const viewer = await authenticate(authorizationOf(connectionParams))
          if (!viewer) throw new RequestError('UNAUTHENTICATED', 'The socket sent no token.')
          if (socketsOf(viewer.userId) >= maxSocketsPerUser)
            throw new RequestError('RATE_LIMITED', 'Too many sockets.')
          if (socket.readyState !== WebSocket.OPEN) return false // it went away meanwhile
          const left = Math.min(viewer.expiresAt.getTime() - Date.now(), LONGEST_TIMER_MS)
          const expiry = setTimeout(() => socket.close(...EXPIRED), left).unref()
          loggedIn.set(socket, { userId: viewer.userId, expiry })
          extra.viewer = viewer
        } catch (error) {
          socket.close(...closeCodeOf(error))
          return false
        }
      },
      onClose({ extra }) {
        clearTimeout(loggedIn.get(extra.socket)?.expiry)
        loggedIn.delete(extra.socket)
      },
      async onSubscribe({ extra, subscriptions }, _id, payload) {
        if (Object.keys(subscriptions).length > maxSubscriptionsPerSocket) {
          const message = `At most ${maxSubscriptionsPerSocket} operations may run on one socket. Complete one first.`
          return [new GraphQLError(message, { originalError: new RequestError('RATE_LIMITED', message) })]
        }
        // Not with its request: a socket begins as a GET, and over those nothing may be changed.
        const { schema, parse, validate, contextFactory, execute, subscribe } = http.getEnveloped({
          params: payload,
          viewer: extra.viewer,
        })
        // Thrown from here, one client's mistake would close the socket with all its other operations.
        try {
          const document = parse(payload.query)
          const mistakes = validate(schema, document)
          if (mistakes.length > 0) return mistakes
          return {
            schema,
            document,
            operationName: payload.operationName,
            variableValues: payload.variables,
            contextValue: await contextFactory(),
            rootValue: { execute, subscribe },
          }
        } catch (error) {
          return [
            error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
          ]
        }
      },
      // The enveloped functions travel with the operation, for plugins may wrap them differently for each.
      execute: ({ rootValue, ...args }) =>
        inRequestScope(requestIdOf(null), () => enveloped(rootValue).execute(args)),
      subscribe: ({ rootValue, ...args }) =>
        inRequestScope(requestIdOf(null), () => enveloped(rootValue).subscribe(args)),
      onNext: (_ctx, _id, _payload, _args, { errors }) => errors?.forEach(dropStatus),
      onError({ extra: { viewer, socket } }, _id, _payload, errors) {
        // An operation may notice before the timer does. Clients give up on its error, but come again after this code.
        if (viewer && viewer.expiresAt.getTime() <= Date.now()) socket.close(...EXPIRED)
        const masked = errors.map(maskError)
        masked.forEach(dropStatus)
        return masked.map((error) => error.toJSON())
      },
    },
    sockets,
  )
  // ws ends a socket that breaks its rules with the code that says why. graphql-ws would write about the first error of
  // each to standard error, and leave a second one to end the process.
  sockets.on('connection', (socket) => socket.removeAllListeners('error').on('error', () => {}))
  return {
    open: () => sockets.clients.size,
    async close() {
      // Whoever has stopped reading does not notice, and would be waited for half a minute.
      const impatient = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, PATIENCE_MS)
      await dispose()
      clearTimeout(impatient)
    },
  }
}

/** Browsers send an Origin and let any page open a socket: only pages of this server's own, and those allowed, may. */
function mayConnect(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

type Enveloped = ReturnType<YogaServerInstance<object, object>['getEnveloped']>

function enveloped(rootValue: unknown): Pick<Enveloped, 'execute' | 'subscribe'> {
  return rootValue as Enveloped
}

/** What concerns the status of an HTTP answer means nothing on a socket. */
function dropStatus(error: GraphQLError): void {
  delete error.extensions.http
}

function authorizationOf(params: Record<string, unknown> | undefined): string | null {
  const given = params?.Authorization ?? params?.authorization
  return typeof given === 'string' ? given : null
}

function closeCodeOf(error: unknown): readonly [number, string] {
  if (!(error instanceof RequestError) || error.code !== 'UNAUTHENTICATED') return TRY_AGAIN
  return error.cause instanceof errors.JWTExpired ? EXPIRED : UNAUTHORIZED
}
