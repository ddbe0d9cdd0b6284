import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { failureOf } from './failure.ts'

const LONGEST_MS = 10_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 2_000

/**
 * Opens the database of a server that starts, and opens it again for ten seconds where it can't be reached or the
 * connection is cut: it may be starting itself. What will not heal, a wrong password say, is not tried again.
 *
 * @throws what `open` throws at last; the reason of `signal` where it aborts meanwhile
 */
export async function retryWhileStarting<T>(
  open: () => Promise<T>,
  log: Pick<Log, 'warn'>,
  signal: AbortSignal,
): Promise<T> {
  const deadline = performance.now() + LONGEST_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted()
    try {
      return await open()
    } catch (err) {
      if (!mayHeal(err) || performance.now() + pause > deadline) throw err
      log.warn({ err }, 'the database can’t be used yet: trying again')
    }
    // Ends early where the signal aborts, which is seen above.
    await sleep(pause, undefined, { signal }).catch(() => {})
  }
}

// SQLSTATE classes of errors as pg throws them: connection, insufficient resources, operator intervention.
const PASSING_SQLSTATE = /^(08|53|57)...$/

function mayHeal(error: unknown): boolean {
  const { kind } = failureOf(error)
  if (kind === 'unavailable' || kind === 'conflict') return true
  if (!(error instanceof Error)) return false
  const { code, cause } = error as Error & { code?: unknown }
  return (typeof code === 'string' && PASSING_SQLSTATE.test(code)) || mayHeal(cause)
}
