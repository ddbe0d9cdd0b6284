import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { failureOf } from './failure.ts'

const LONGEST_MS = 10_000
const FIRST_PAUSE_MS = 200
// Short, because while connections are cut again and again it is the number of attempts that lets one get through.
const LONGEST_PAUSE_MS = 500

/**
 * Opens the database when a server starts. Where it can't be reached or the connection is cut, it may be starting too,
 * so that is tried again for up to ten seconds. Other errors, such as a wrong password, are thrown at once.
 *
 * @throws the last error of `open`; the reason of `signal` where it aborts meanwhile
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
      if (!isTransient(err) || performance.now() + pause > deadline) throw err
      log.warn({ err }, 'the database can’t be used yet: trying again')
    }
    // The pause ends early when the signal aborts; throwIfAborted then throws.
    await sleep(pause, undefined, { signal }).catch(() => {})
  }
}

// SQLSTATE classes: connection failures, insufficient resources, operator intervention.
const TRANSIENT_SQLSTATE = /^(08|53|57)...$/

function isTransient(error: unknown): boolean {
  const { kind } = failureOf(error)
  if (kind === 'unavailable' || kind === 'conflict') return true
  if (!(error instanceof Error)) return false
  const { code, cause } = error as Error & { code?: unknown }
  return (typeof code === 'string' && TRANSIENT_SQLSTATE.test(code)) || isTransient(cause)
}
