import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/**
 * Calls `look` again and again until it returns something else than undefined or false, and returns that.
 *
 * @param what what is waited for, for the message of the error
 * @throws Error after `timeoutMs` milliseconds; whatever `look` throws, at once
 */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 60_000,
): Promise<T> {
  for (const began = performance.now(); performance.now() - began < timeoutMs; ) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`waited ${timeoutMs / 1000} s in vain: ${typeof what === 'string' ? what : what()}`)
}
