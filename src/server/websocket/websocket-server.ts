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

/** What `serveSockets` needs. */
export interface SocketParts extends OperationParts {
  server: Server
  authenticate: Authenticate
  maskError: (error: unknown) => GraphQLError
  /** Origins, besides Rollcall's own, whose pages may open sockets. */
  corsOrigins: readonly string[]
  /** The limit on messages, the same as on request bodies over HTTP. */
  maxBodyBytes: number
  maxSocketsPerUser: number
  maxSubscriptionsPerSocket: number
  /** In which subscriptions take turns to send. */
  deliveries: TurnQueue
}

/** The WebSockets of a server. */
export interface SocketServer {
  /** How many are open. */
  open: () => number
  /** Closes all of them with 1001, after which clients reconnect. */
  close: () => Promise<void>
}

/** What belongs to one socket. */
interface Connection {
  socket: WebSocket
  outlet: Outlet
  /** Undefined until it has logged in. */
  viewer?: Viewer
}

// How long a socket may take to log in: long, because when thousands reconnect at once each of them waits for its turn.
const LOGIN_MS = 8_000
// How long clients may take to confirm that their socket is closed.
const CLOSE_TIMEOUT_MS = 2_000

// graphql-ws clients give up after 4401, and reconnect after 1013.
const UNAUTHORIZED = [4401, 'Unauthorized: the token is not valid here'] as const
const TRY_AGAIN = [1013, 'Try again later'] as const

/**
 * Serves GraphQL over WebSocket at /graphql, by the graphql-transport-ws protocol. A socket logs in with
 * `connectionParams: { Authorization: "Bearer …" }`, and is closed when its token expires.
 */
export function serveSockets(parts: SocketParts): SocketServer {
  const { server, authenticate, maskError, log, maxSubscriptionsPerSocket, deliveries } = parts
  // Apart from deliveries, so that arriving messages do not wait for all outgoing updates, nor the other way round.
  const arrivals = new TurnQueue()
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
      // Deleted to free memory: graphql-ws keeps `args` for as long as the subscription lasts.
      delete args.contextValue
      delete args.rootValue
      return new LiveOperation(id, results, extra.outlet, deliveries)
    },
    onNext: (_ctx, _id, _payload, _args, { errors }) => errors?.forEach(dropStatus),
    onError({ extra: { viewer, socket } }, _id, _payload, errors) {
      // The operation may notice the expiry before the timer does. Clients do not retry an operation that ends with an
      // error, but they reconnect after this close code.
      if (viewer && viewer.expiresAt.getTime() <= Date.now()) socket.close(...EXPIRED)
      const masked = errors.map(maskError)
      masked.forEach(dropStatus)
      return masked.map((error) => error.toJSON())
    },
  })

  const sockets = new WebSocketServer({
    // With the option `server`, ws would re-emit the HTTP server's errors, such as a port in use.
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
  const stopPings = keepAlive(sockets.clients, deliveries)

  return {
    open: () => sockets.clients.size,
    async close() {
      stopPings()
      for (const socket of sockets.clients) socket.close(1001, 'Going away')
      // A client that has stopped reading does not confirm, and ws would wait 30 s for it.
      const timeout = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, CLOSE_TIMEOUT_MS)
      await new Promise<void>((resolve) => sockets.close(() => resolve()))
      clearTimeout(timeout)
    },
  }
}

/**
 * Whether a client may open a socket. Browsers let any page open one and send its Origin, so only this server's own
 * pages and those of allowed origins may. A client that is no browser sends no Origin, and may.
 */
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

/** Removes the HTTP status and headers from an error, which mean nothing on a socket. */
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
