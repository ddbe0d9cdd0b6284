// Long enough for a group of mentors and a retry. To join a submission that is only slow does no harm.
const STALLED_AFTER_MS = 8_000
// A look this late says more about this process, which may have been frozen itself, than about the submission.
const LATE_LOOK_MS = 3_000

/** Notices submissions that have not moved for 8 s while this process was looking. */
export class StallDetector {
  readonly #seen = new Map<string, { completed: number; since: number }>()
  #lookedAt = Number.NEGATIVE_INFINITY

  /**
   * Takes one look.
   *
   * @param submissions those that are open now, with how many of their mentors are settled
   * @param now in milliseconds, of a clock that only runs forward
   * @returns the ids of those that stand still
   */
  look(submissions: readonly { id: string; completed: number }[], now: number): Set<string> {
    if (now - this.#lookedAt > LATE_LOOK_MS) this.#seen.clear()
    this.#lookedAt = now
    const open = new Set(submissions.map(({ id }) => id))
    for (const id of this.#seen.keys()) if (!open.has(id)) this.#seen.delete(id)

    const still = new Set<string>()
    for (const { id, completed } of submissions) {
      const seen = this.#seen.get(id)
      if (seen?.completed !== completed) this.#seen.set(id, { completed, since: now })
      else if (now - seen.since >= STALLED_AFTER_MS) still.add(id)
    }
    return still
  }
}
