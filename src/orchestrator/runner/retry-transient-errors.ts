import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../database/client.ts'
import { failureOf } from '../../database/failure.ts'
import type { ErrorLog } from '../core/error-log.ts'
import { TemporarilyUnavailableError } from '../core/proxy-registration-service.ts'

const ATTEMPTS = 8
const FIRST_PAUSE_MS = 25
const LONGEST_PAUSE_MS = 500

/**
 * Retries database work after lost connections, deadlocks and time-outs, with growing pauses. While the database can't
 * be reached at all it waits, for as long as it takes. The work must be safe to repeat, because a commit whose answer
 * was lost looks like a failure. Retry libraries serve no better: they count every attempt, and here only those count
 * that failed although the database answers.
 *
 * @returns undefined where `signal` aborted first
 * @throws TemporarilyUnavailableError after eight attempts that failed although the database answers other statements;
 *   any error of another kind, at once
 */
export async function retryTransientErrors<T>(
  database: Database,
  log: ErrorLog,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  let attempts = 0
  for (let pauses = 0; !signal.aborted; pauses++) {
    try {
      return await work()
    } catch (cause) {
      const { kind } = failureOf(cause)
      if (kind !== 'unavailable' && kind !== 'conflict') throw cause
      if (kind === 'conflict' || (await answers(database))) attempts += 1
      if (attempts === 1 || attempts === ATTEMPTS)
        log.error({ err: cause, attempts }, 'a write did not get through')
      if (attempts === ATTEMPTS) throw new TemporarilyUnavailableError('', { cause })
    }
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS) * (0.5 + Math.random())
    await sleep(pause, undefined, { signal }).catch(() => {})
  }
}

async function answers(database: Database): Promise<boolean> {
  return database.prisma.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  )
}
