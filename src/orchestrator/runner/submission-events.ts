import { Latch } from '../core/latch.ts'

// The floor under all hints: whoever watches looks again after so long, also where a hint was lost.
const LOOK_ANYWAY_AFTER_MS = 2_000

interface Watched {
  latches: Set<Latch>
  hints: number
}

/** Wakes who waits for news of a submission in this process. Hints only: the rows are the truth. */
export class SubmissionHints {
  readonly #watched = new Map<string, Watched>()
  #floor: NodeJS.Timeout | undefined

  /** Watches that are not closed yet. */
  get watchers(): number {
    let watchers = 0
    for (const { latches } of this.#watched.values()) watchers += latches.size
    return watchers
  }

  /** There may be news of one submission. */
  hint(submissionId: string): void {
    const watched = this.#watched.get(submissionId)
    if (!watched) return
    watched.hints += 1
    for (const latch of watched.latches) latch.hint()
  }

  /** There may be news of any submission. */
  hintAll(): void {
    for (const submissionId of this.#watched.keys()) this.hint(submissionId)
  }

  /** A number that changes with every hint, while anybody watches. */
  count(submissionId: string): number {
    return this.#watched.get(submissionId)?.hints ?? 0
  }

  /** Watches a submission until it is closed; hints from now on are kept for the next wait. */
  watch(submissionId: string): { wait: (signal: AbortSignal) => Promise<void>; close: () => void } {
    const latch = new Latch()
    const watched = this.#watched.get(submissionId) ?? { latches: new Set(), hints: 0 }
    this.#watched.set(submissionId, watched)
    watched.latches.add(latch)
    this.#floor ??= setInterval(() => this.hintAll(), LOOK_ANYWAY_AFTER_MS)
    return {
      wait: (signal) => latch.wait(signal),
      close: () => this.#close(submissionId, watched, latch),
    }
  }

  #close(submissionId: string, watched: Watched, latch: Latch): void {
    watched.latches.delete(latch)
    if (watched.latches.size === 0 && this.#watched.get(submissionId) === watched)
      this.#watched.delete(submissionId)
    if (this.#watched.size > 0) return
    clearInterval(this.#floor)
    this.#floor = undefined
  }
}
