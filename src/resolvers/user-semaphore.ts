import { RequestError } from '../errors.ts'
import { FairSemaphore, type Lane } from '../orchestrator/core/fair-semaphore.ts'

export interface UserSemaphoreOptions {
  /** Pieces of work at once. */
  capacity: number
  /** Pieces that one user may have, waiting or under way. */
  maxPerUser: number
  /** How long one may wait for its turn; Infinity: for as long as it takes. */
  maxWaitMs: number
}

const NEVER = new AbortController().signal

/**
 * Bounds how much database work goes on at once, and shares that among users in turn: what one of them has waiting
 * holds up nobody else. How much one may have waiting is bounded too.
 */
export class UserSemaphore {
  readonly #semaphore: FairSemaphore
  readonly #options: UserSemaphoreOptions
  readonly #users = new Map<string, { lane: Lane; work: number }>()
  #waiting = 0

  constructor(options: UserSemaphoreOptions) {
    this.#semaphore = new FairSemaphore(options.capacity)
    this.#options = options
  }

  /** Pieces of work that wait for their turn. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * Does the work when it is the user's turn.
   *
   * @throws RequestError RATE_LIMITED where too much of this user's waits already, SERVICE_UNAVAILABLE where the turn does
   *   not come in time; and what the work throws
   */
  async run<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const user = this.#users.get(userId) ?? { lane: this.#semaphore.openLane(), work: 0 }
    if (user.work >= this.#options.maxPerUser) {
      throw new RequestError(
        'RATE_LIMITED',
        'Too many requests of yours wait already. Try again in a moment.',
      )
    }
    this.#users.set(userId, user)
    user.work += 1
    try {
      this.#waiting += 1
      const release = await user.lane.take(this.#patience()).finally(() => {
        this.#waiting -= 1
      })
      if (!release)
        throw new RequestError('SERVICE_UNAVAILABLE', 'The server is too busy. Try again in a moment.')
      return await work().finally(release)
    } finally {
      user.work -= 1
      if (user.work === 0) this.#users.delete(userId)
    }
  }

  #patience(): AbortSignal {
    const { maxWaitMs } = this.#options
    return maxWaitMs === Number.POSITIVE_INFINITY ? NEVER : AbortSignal.timeout(maxWaitMs)
  }
}
