// Longer than a write usually takes. Joining a submission that is only slow does no harm.
const STALLED_AFTER_MS = 6_000
// Where a look comes this late, this process may have been frozen itself, so what it saw before does not count.
const LATE_LOOK_MS = 3_000

/** Finds submissions that have made no progress for 6 s while this process was looking. */
export class StallDetector {
  readonly #seen = new Map<string, { completed: number; since: number }>()
  #lookedAt = Number.NEGATIVE_INFINITY

  /**
   * Compares the open submissions with those of earlier looks; to be called about once a second.
   *
   * @param submissions those that are open now, with how many of their mentors are settled
   * @param now in milliseconds, of a monotonic clock
   * @returns the ids of those that have stalled
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
