// Long enough that the fixed cost of a write is small beside that of its mentors; too short for a watcher to notice.
const TARGET_MS = 25
// At most 2^7 mentors in one write. Larger ones are a little quicker, but several at once are more updates than a server can
// send in the time in which a watcher notices nothing.
const MOST_DOUBLINGS = 7
// Where twice as many mentors take less than 1.4 times as long, most of that time is the fixed cost of a write.
const WORTHWHILE = 1.4

/**
 * Decides how many mentors one write carries: at first a hundredth of the submission, so that a small one shows each
 * mentor by itself, and then twice as many for as long as a write stays within about 25 ms. On a database that is busy
 * or far away every write takes longer than that, and smaller groups would only mean more writes: there the size doubles
 * for as long as the larger group takes less than 1.4 times as long.
 */
export class GroupSize {
  // How long recent writes of 1, 2, 4 … mentors took, in milliseconds: a moving average for each size.
  readonly #times: number[] = []
  #doublings: number

  /** @param total mentors in the whole submission */
  constructor(total: number) {
    this.#doublings = Math.min(Math.max(0, Math.floor(Math.log2(total / 100))), MOST_DOUBLINGS)
  }

  /** Mentors that the next write should carry: a power of two. */
  get mentors(): number {
    return 2 ** this.#doublings
  }

  /** Adjusts the size after a write of `mentors` mentors, a size that `mentors` gave, that took `ms` milliseconds. */
  took(mentors: number, ms: number): void {
    const doublings = Math.log2(mentors)
    const time = ((this.#times[doublings] ?? ms) + ms) / 2
    this.#times[doublings] = time
    if (doublings !== this.#doublings) return
    if (time <= TARGET_MS / 2 || this.#isMostlyOverhead(doublings, time))
      this.#doublings = Math.min(doublings + 1, MOST_DOUBLINGS)
    else if (time > TARGET_MS) this.#doublings = Math.max(0, doublings - 1)
  }

  /** Compares with half the size, or with twice the size where only that was tried; otherwise twice the size is tried. */
  #isMostlyOverhead(doublings: number, time: number): boolean {
    const half = this.#times[doublings - 1]
    const double = this.#times[doublings + 1]
    return half === undefined ? double === undefined || double < time * WORTHWHILE : time < half * WORTHWHILE
  }

  /** Makes the next writes half as large as the one of `mentors` mentors that failed. */
  failed(mentors: number): void {
    this.#doublings = Math.max(0, Math.log2(mentors) - 1)
  }
}
