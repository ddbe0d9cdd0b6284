import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../database/client.ts'
import { removeExpired } from '../../database/retention.ts'
import type { ErrorLog } from '../core/error-log.ts'

const CLEAN_EVERY_MS = 60 * 60_000
// A pause between two steps, so that other statements are not held up.
const PAUSE_MS = 100

/**
 * Deletes expired rows in small steps, at the start and then once an hour. An error is logged, and the next attempt
 * made an hour later. Several servers may do so at once.
 *
 * @param parts.outcomeRetentionDays how long the outcomes of finished submissions are kept; undefined: for ever
 * @returns a function that stops it; its promise resolves when the step in progress has ended
 */
export function startRetention(parts: {
  database: Database
  outcomeRetentionDays: number | undefined
  log: ErrorLog
}): () => Promise<void> {
  const { database, outcomeRetentionDays, log } = parts
  const stopped = new AbortController()
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal }).catch(() => {})
  const clean = async () => {
    const outcomesKeptForDays = outcomeRetentionDays ?? null
    while (!stopped.signal.aborted && (await removeExpired(database, { outcomesKeptForDays })) > 0)
      await pause(PAUSE_MS)
  }
  const cleaning = (async () => {
    while (!stopped.signal.aborted) {
      await clean().catch((err: unknown) => log.error({ err }, 'expired rows could not be deleted'))
      await pause(CLEAN_EVERY_MS)
    }
  })()
  return async () => {
    stopped.abort()
    await cleaning
  }
}
