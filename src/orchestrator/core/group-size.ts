// Long enough that what a write costs beside its mentors does not count; too short for anybody who watches to notice.
const TARGET_MS = 25
const MOST_DOUBLINGS = 10
// A group twice as large that takes less than this much longer is mostly overhead.
const WORTHWHILE = 1.4

/**
 * How many mentors one write carries: one at first, so that small submissions show each mentor by itself, and then twice
 * as many for as long as that stays within about 25 ms. Where a write takes longer than that whatever its size, on a
 * database that is busy or far away, smaller groups would only make more of them: the size follows what is gained.
 */
export class GroupSize {
  // How long a write of 1, 2, 4 … mentors takes of late, in milliseconds.
  readonly #times: number[] = []
  #doublings = 0

  get mentors(): number {
    return 2 ** this.#doublings
  }

  /** A write of so many mentors took so long. */
  took(mentors: number, ms: number): void {
    const doublings = Math.log2(mentors)
    const time = ((this.#times[doublings] ?? ms) + ms) / 2
    this.#times[doublings] = time
    if (doublings !== this.#doublings) return
    const half = this.#times[doublings - 1] ?? 0
    const mostlyOverhead = doublings === 0 || time < half * WORTHWHILE
    if (time <= TARGET_MS / 2 || mostlyOverhead) this.#doublings = Math.min(doublings + 1, MOST_DOUBLINGS)
    else if (time > TARGET_MS) this.#doublings = doublings - 1
  }

  /** A write of so many mentors failed. */
  failed(mentors: number): void {
    this.#doublings = Math.max(0, Math.log2(mentors) - 1)
  }
}
