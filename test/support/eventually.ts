import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/**
 * Waits until `look` answers with something else than undefined or false, and gives that.
 *
 * @param what is waited for, for whoever reads the failure
 */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined | false> | T | undefined | false,
  patienceMs = 60_000,
): Promise<T> {
  for (const began = performance.now(); performance.now() - began < patienceMs; ) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`waited ${patienceMs / 1000} s in vain: ${typeof what === 'string' ? what : what()}`)
}
