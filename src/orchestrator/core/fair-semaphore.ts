/** Gives the slot back. Calling it again does nothing. */
export type Release = () => void

/** One submission's way to the slots. */
export interface Lane {
  /** Resolves when it is this lane's turn and a slot is free, or to null as soon as `signal` aborts. */
  take(signal: AbortSignal): Promise<Release | null>
}

type Waiter = (release: Release) => void

/**
 * The writes that all submissions of this process may have in flight together. Free slots go to the waiting lanes
 * in turn, so what a submission gets depends on how many others there are, not on how large they are.
 */
export class FairSemaphore {
  readonly capacity: number
  #inFlight = 0
  // The lanes that wait, in the order of their turns; each the line of its own waiters, never empty.
  readonly #turns: Waiter[][] = []

  /** Throws a RangeError where `capacity` is not a whole number from 1 on. */
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

  /** A lane of its own for one submission. It holds nothing between takes, so it needs no closing. */
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
