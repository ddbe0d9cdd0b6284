import { RequestError } from '../errors.ts'
import { FairSemaphore, type Lane } from '../orchestrator/core/fair-semaphore.ts'

/** The limits of a UserSemaphore. */
export interface UserSemaphoreOptions {
  /** How many pieces of work may run at once. */
  capacity: number
  /** How many pieces of work one user may have, waiting and running together. */
  maxPerUser: number
  /** How long a piece of work may wait for its turn; Infinity for no limit. */
  maxWaitMs: number
}

const NEVER = new AbortController().signal

/**
 * Bounds how much database work runs at once. Users with waiting work take turns, so that nobody is held up by another
 * user's queue. How much work one user may have is bounded too.
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

  /** How many pieces of work wait for their turn. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * Runs the work when it is the user's turn, and returns its result.
   *
   * @throws RequestError RATE_LIMITED where the user has too much work already, SERVICE_UNAVAILABLE where the turn does
   *   not come in time; what the work throws
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
      const release = await user.lane.take(this.#waitLimit()).finally(() => {
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

  #waitLimit(): AbortSignal {
    const { maxWaitMs } = this.#options
    return maxWaitMs === Number.POSITIVE_INFINITY ? NEVER : AbortSignal.timeout(maxWaitMs)
  }
}
