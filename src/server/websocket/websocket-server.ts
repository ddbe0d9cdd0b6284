import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { type ExecutionArgs, GraphQLError } from 'graphql'
import { handleProtocols, makeServer } from 'graphql-ws'
import { errors } from 'jose'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Authenticate, Viewer } from '../../auth/authenticate.ts'
import { RequestError } from '../../errors.ts'
import { LiveResults } from '../graphql/live-results.ts'
import { TurnQueue } from '../turn-queue.ts'
import { serveConnection } from './connection.ts'
import { keepAlive } from './keep-alive.ts'
import { LiveOperation } from './live-operation.ts'
import { EXPIRED, Logins } from './logins.ts'
import { Outlet } from './outlet.ts'
import { type OperationParts, SocketOperation } from './socket-operation.ts'

/** What the sockets are served with. */
export interface SocketParts extends OperationParts {
  server: Server
  authenticate: Authenticate
  maskError: (error: unknown) => GraphQLError
  /** Other origins whose pages may open sockets. */
  corsOrigins: readonly string[]
  /** As over HTTP: what fits into a request fits into a message. */
  maxBodyBytes: number
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

/** What is known of one socket. */
interface Connection {
  socket: WebSocket
  outlet: Outlet
  viewer?: Viewer
}

// How long a socket may take to log in. In a storm of them, all wait for their turn.
const LOGIN_MS = 8_000
// How long clients may take to confirm that their socket is closed.
const PATIENCE_MS = 2_000

// What graphql-ws clients make of a closed socket: after 4401 they give up, after 1013 they come again.
const UNAUTHORIZED = [4401, 'Unauthorized: the token is not valid here'] as const
const TRY_AGAIN = [1013, 'Try again later'] as const

/**
 * Serves GraphQL over WebSocket at /graphql, by the graphql-transport-ws protocol. A socket logs in with
 * `connectionParams: { Authorization: "Bearer …" }`, and is closed when its token expires.
 */
export function serveSockets(parts: SocketParts): SocketServer {
  const { server, authenticate, maskError, log, maxSubscriptionsPerSocket } = parts
  // Each its own, so that none of the two waits for all of the other.
  const arrivals = new TurnQueue()
  const deliveries = new TurnQueue()
  const logins = new Logins(authenticate, parts.maxSocketsPerUser)

  const protocol = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: LOGIN_MS,
    async onConnect({ connectionParams, extra }) {
      try {
        const viewer = await logins.add(extra.socket, authorizationOf(connectionParams))
        if (!viewer) return false
        extra.viewer = viewer
        return true
      } catch (error) {
        extra.socket.close(...closeCodeOf(error))
        return false
      }
    },
    onClose: ({ extra }) => logins.remove(extra.socket),
    async onSubscribe({ extra, subscriptions }, _id, payload) {
      if (Object.keys(subscriptions).length > maxSubscriptionsPerSocket) {
        const message = `At most ${maxSubscriptionsPerSocket} operations may run on one socket. Complete one first.`
        return [new GraphQLError(message, { originalError: new RequestError('RATE_LIMITED', message) })]
      }
      const operation = new SocketOperation(parts, payload, extra.viewer)
      const prepared = await operation.prepare()
      return isArgs(prepared) ? { ...prepared, rootValue: operation } : prepared
    },
    execute: ({ rootValue, ...args }) => (rootValue as SocketOperation).execute(args),
    subscribe: ({ rootValue, ...args }) => (rootValue as SocketOperation).subscribe(args),
    onOperation({ extra }, id, _payload, args, results) {
      if (!(results instanceof LiveResults)) return undefined
      // graphql-ws holds on to these for as long as the subscription lives.
      delete args.contextValue
      delete args.rootValue
      return new LiveOperation(id, results, extra.outlet, deliveries)
    },
    onNext: (_ctx, _id, _payload, _args, { errors }) => errors?.forEach(dropStatus),
    onError({ extra: { viewer, socket } }, _id, _payload, errors) {
      // An operation may notice before the timer does. Clients give up on its error, but come again after this code.
      if (viewer && viewer.expiresAt.getTime() <= Date.now()) socket.close(...EXPIRED)
      const masked = errors.map(maskError)
      masked.forEach(dropStatus)
      return masked.map((error) => error.toJSON())
    },
  })

  const sockets = new WebSocketServer({
    // Given the server itself, it would take that one's errors for its own, a port in use say.
    noServer: true,
    path: '/graphql',
    maxPayload: parts.maxBodyBytes,
    handleProtocols,
    verifyClient: ({ origin, req }: { origin?: string; req: IncomingMessage }) =>
      mayConnect(origin, req.headers.host, parts.corsOrigins),
  })
  sockets.on('connection', (socket, { socket: connection }) =>
    serveConnection(protocol, socket, { socket, outlet: new Outlet(socket, connection) }, arrivals, log),
  )
  server.on('upgrade', (request: IncomingMessage, connection: Socket, head) => {
    connection.on('error', () => {}) // it may break before its turn comes
    arrivals.add(() =>
      sockets.handleUpgrade(request, connection, head, (socket) =>
        sockets.emit('connection', socket, request),
      ),
    )
  })
  const stopAsking = keepAlive(sockets.clients, deliveries)

  return {
    open: () => sockets.clients.size,
    async close() {
      stopAsking()
      for (const socket of sockets.clients) socket.close(1001, 'Going away')
      // Whoever has stopped reading does not notice, and would be waited for half a minute.
      const impatient = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, PATIENCE_MS)
      await new Promise<void>((resolve) => sockets.close(() => resolve()))
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

function isArgs(prepared: ExecutionArgs | readonly GraphQLError[]): prepared is ExecutionArgs {
  return !Array.isArray(prepared)
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
