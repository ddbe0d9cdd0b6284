/** Gives a slot back. Calling it again does nothing. */
export type Release = () => void

/** The queue of one submission, or of one user, for the slots of a semaphore. */
export interface Lane {
  /** Resolves when a slot is free and it is this lane's turn, or to null as soon as `signal` aborts. */
  take(signal: AbortSignal): Promise<Release | null>
}

type Waiter = (release: Release) => void

/**
 * A semaphore whose free slots go to the waiting lanes in turn (round robin), so that the share of a lane depends on
 * how many lanes wait, not on how much each of them has waiting. It limits the writes of this process, with a lane for
 * each submission, and the requests, with a lane for each user. Written here because p-limit, async-mutex and the like serve all waiters
 * from one queue.
 */
export class FairSemaphore {
  readonly capacity: number
  #inFlight = 0
  // The lanes that wait, the next one first. Each is a list of its waiters, and is never empty.
  readonly #turns: Waiter[][] = []

  /** @throws RangeError where `capacity` is not a whole number from 1 on */
  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a whole number from 1 on, not ${capacity}`)
    }
    this.capacity = capacity
  }

  /** Slots taken now, never above `capacity`. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Lanes that wait for a slot now. */
  get waitingLanes(): number {
    return this.#turns.length
  }

  /** Makes a new lane. It needs no closing, because it holds nothing while nobody waits in it. */
  openLane(): Lane {
    const line: Waiter[] = []
    return { take: (signal) => this.#take(line, signal) }
  }

  #take(line: Waiter[], signal: AbortSignal): Promise<Release | null> {
    if (signal.aborted) return Promise.resolve(null)
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#leave(line, waiter)
        resolve(null)
      }
      const waiter: Waiter = (release) => {
        signal.removeEventListener('abort', giveUp)
        resolve(release)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      line.push(waiter)
      if (line.length === 1) this.#turns.push(line)
      this.#grant()
    })
  }

  #leave(line: Waiter[], waiter: Waiter): void {
    line.splice(line.indexOf(waiter), 1)
    if (line.length === 0) this.#turns.splice(this.#turns.indexOf(line), 1)
  }

  #grant(): void {
    while (this.#inFlight < this.capacity) {
      const line = this.#turns.shift()
      const waiter = line?.shift()
      if (!line || !waiter) return
      if (line.length > 0) this.#turns.push(line)
      this.#inFlight += 1
      waiter(this.#releaseOnce())
    }
  }

  #releaseOnce(): Release {
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#inFlight -= 1
      this.#grant()
    }
  }
}
