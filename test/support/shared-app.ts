import { type RunningApp, startApp } from './running-app.ts'

let starting: Promise<RunningApp> | undefined

/**
 * Rollcall with default settings, shared by all test files of this worker that need no others, because each start takes
 * half a second. Such a file must not stop it or change what other files rely on, and must ask only for rows of its
 * own: by ids, or at times that no other file uses.
 */
export function sharedApp(): Promise<RunningApp> {
  starting ??= startApp({ MAX_MUTATIONS_PER_MINUTE: '1000000' })
  return starting
}
