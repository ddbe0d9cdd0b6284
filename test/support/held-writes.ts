import { vi } from 'vitest'
import { DatabaseRegistrationService } from '../../src/orchestrator/runner/database-registration-service.ts'

/** Pauses this process's runner in the middle of a run, so that a test can act at a defined moment. */
export interface HeldWrites {
  /** Lets the runner settle this many mentors more, in all submissions together, and then makes it wait. */
  holdAfter: (mentors: number) => void
  /** Lets it go on without a limit. */
  release: () => void
  /** Makes it find nobody to settle, as if another server had claimed everybody, so that it stops with mentors left. */
  leaveTheRest: () => void
}

/** Replaces `registerNext`, so that writes can be held, until `vi.restoreAllMocks()` is called. */
export function holdWrites(): HeldWrites {
  let left = Number.POSITIVE_INFINITY
  let nobodyLeft = false
  let changed = Promise.withResolvers<void>()
  const set = (mentors: number, nobody = false) => {
    left = mentors
    nobodyLeft = nobody
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const { registerNext } = DatabaseRegistrationService.prototype
  vi.spyOn(DatabaseRegistrationService.prototype, 'registerNext').mockImplementation(async function (
    this: DatabaseRegistrationService,
    atMost,
  ) {
    // Until as many are settled as were asked for: a smaller group would mean that nobody is left.
    const group = { settled: 0, completed: 0, succeeded: 0 }
    while (group.settled < atMost) {
      while (left === 0 && !nobodyLeft) await changed.promise
      if (nobodyLeft) break
      const wanted = Math.min(atMost - group.settled, left)
      left -= wanted
      const { settled, ...counts } = await Reflect.apply(registerNext, this, [wanted])
      left += wanted - settled
      Object.assign(group, counts, { settled: group.settled + settled })
      if (settled < wanted) break
    }
    return group
  })
  return {
    holdAfter: (mentors) => set(mentors),
    release: () => set(Number.POSITIVE_INFINITY),
    leaveTheRest: () => set(Number.POSITIVE_INFINITY, true),
  }
}
