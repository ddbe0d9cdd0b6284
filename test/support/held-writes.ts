import { vi } from 'vitest'
import { DatabaseRegistrationService } from '../../src/orchestrator/runner/database-registration-service.ts'

/** Holds this process's runner in the midst of a run, so that what a test does then does not depend on chance. */
export interface HeldWrites {
  /** Lets the runner settle so many mentors more, of whichever submission, and then wait. */
  holdAfter: (mentors: number) => void
  /** Lets it go on. */
  release: () => void
  /** Lets it find nobody to settle, as where another server has them all: it can stop then with the rest left over. */
  leaveTheRest: () => void
}

/** From here on, until `vi.restoreAllMocks()`, writes pass through and can be held. */
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
    while (left === 0 && !nobodyLeft) await changed.promise
    if (nobodyLeft) return { settled: 0, completed: 0, succeeded: 0 }
    const mentors = Math.min(atMost, left)
    left -= mentors
    const group = await Reflect.apply(registerNext, this, [mentors])
    left += mentors - group.settled
    return group
  })
  return {
    holdAfter: (mentors) => set(mentors),
    release: () => set(Number.POSITIVE_INFINITY),
    leaveTheRest: () => set(Number.POSITIVE_INFINITY, true),
  }
}
