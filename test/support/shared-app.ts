import { type RunningApp, startApp } from './running-app.ts'

let starting: Promise<RunningApp> | undefined

/**
 * Rollcall with its usual settings, for all test files of this worker that need no others: a start saves them half a
 * second each. Such a file stops nothing, changes nothing that others rely on, and asks after rows of its own alone: by
 * ids, or at times that no other file has.
 */
export function sharedApp(): Promise<RunningApp> {
  starting ??= startApp({ MAX_MUTATIONS_PER_MINUTE: '1000000' })
  return starting
}
