import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../database/client.ts'
import { failureOf } from '../../database/failure.ts'
import type { ErrorLog } from '../core/error-log.ts'
import { TemporarilyUnavailableError } from '../core/proxy-registration-service.ts'

const ATTEMPTS = 8
const FIRST_PAUSE_MS = 25
const LONGEST_PAUSE_MS = 2_000

/**
 * Does database work through lost connections, deadlocks and time-outs: again and again, with growing pauses. While the
 * database is gone as a whole it waits, for as long as it takes. The work must bear being done twice, for a commit
 * whose answer was lost looks like a failure.
 *
 * @returns undefined where `signal` aborted first
 * @throws TemporarilyUnavailableError after eight attempts on a database that answers others; what is no such failure at once
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
