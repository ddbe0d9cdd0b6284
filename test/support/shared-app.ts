import { type RunningApp, startApp } from './running-app.ts'
import { SECRET } from './supabase-client.ts'

let starting: Promise<RunningApp> | undefined

/**
 * Rollcall with default settings but for limits that many files together would reach, and a secret that tests know, so
 * that they can sign tokens of their own. All test files of this worker that need nothing else share it, because each start
 * takes half a second. Such a file must not stop it or change what other files rely on, and must ask only for rows of its
 * own: by ids, or at times that no other file uses.
 */
export function sharedApp(): Promise<RunningApp> {
  starting ??= startApp({
    MAX_MUTATIONS_PER_MINUTE: '1000000',
    MAX_ACTIVE_SUBMISSIONS: '1000',
    JWT_SECRET: SECRET,
  })
  return starting
}
