import { WebSocket } from 'ws'
import type { Authenticate, Viewer } from '../../auth/authenticate.ts'
import { RequestError } from '../../errors.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The close code and reason of a socket whose token has expired. graphql-ws clients reconnect after 4403. */
export const EXPIRED = [4403, 'Forbidden: the token has expired, come again with a new one'] as const

/** The sockets that have logged in. Limits how many one user may have, and closes each when its token expires. */
export class Logins {
  readonly #authenticate: Authenticate
  readonly #maxSocketsPerUser: number
  readonly #expiries = new WeakMap<WebSocket, { userId: string; timer: NodeJS.Timeout }>()
  readonly #sockets = new Map<string, number>()

  constructor(authenticate: Authenticate, maxSocketsPerUser: number) {
    this.#authenticate = authenticate
    this.#maxSocketsPerUser = maxSocketsPerUser
  }

  /**
   * Logs a socket in.
   *
   * @param authorization what the client sent, such as "Bearer …"; null where it sent nothing
   * @returns undefined where the socket has closed meanwhile
   * @throws RequestError UNAUTHENTICATED where the token is not valid, RATE_LIMITED where its user has too many
   *   sockets, SERVICE_UNAVAILABLE where tokens can't be checked
   */
  async add(socket: WebSocket, authorization: string | null): Promise<Viewer | undefined> {
    const viewer = await this.#authenticate(authorization)
    if (!viewer) throw new RequestError('UNAUTHENTICATED', 'The socket sent no token.')
    const { userId, expiresAt } = viewer
    const sockets = this.#sockets.get(userId) ?? 0
    if (sockets >= this.#maxSocketsPerUser) throw new RequestError('RATE_LIMITED', 'Too many sockets.')
    if (socket.readyState !== WebSocket.OPEN) return undefined
    const left = Math.min(expiresAt.getTime() - Date.now(), LONGEST_TIMER_MS)
    const timer = setTimeout(() => socket.close(...EXPIRED), left).unref()
    this.#expiries.set(socket, { userId, timer })
    this.#sockets.set(userId, sockets + 1)
    return viewer
  }

  /** To be called when a socket has closed, whether it had logged in or not. */
  remove(socket: WebSocket): void {
    const login = this.#expiries.get(socket)
    if (!login) return
    clearTimeout(login.timer)
    this.#expiries.delete(socket)
    const left = (this.#sockets.get(login.userId) ?? 0) - 1
    if (left > 0) this.#sockets.set(login.userId, left)
    else this.#sockets.delete(login.userId)
  }
}
