import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react'

const WRITE_AFTER_MS = 300

/**
 * A state that survives a reload of this tab, and nothing longer.
 *
 * @param name its name in the tab's storage
 * @param initial what it is where nothing was stored
 */
export function useStored<T>(name: string, initial: () => T): [T, Dispatch<SetStateAction<T>>] {
  const [value, setValue] = useState<T>(() => {
    const stored = sessionStorage.getItem(storageKey(name))
    return stored === null ? initial() : JSON.parse(stored)
  })
  const latest = useRef(value)
  latest.current = value
  // Not with every key that is pressed.
  useEffect(() => {
    const timer = setTimeout(() => writeStored(name, value), WRITE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [name, value])
  // And before the page or the screen goes away.
  useEffect(() => {
    const write = () => writeStored(name, latest.current)
    window.addEventListener('pagehide', write)
    return () => {
      window.removeEventListener('pagehide', write)
      write()
    }
  }, [name])
  return [value, setValue]
}

/** Changes a stored state from outside of the screen that shows it, before that screen is gone to. */
export function writeStored<T>(name: string, value: T): void {
  sessionStorage.setItem(storageKey(name), JSON.stringify(value))
}

/**
 * Forgets everything that is stored, unless it was stored for the same user.
 *
 * @param userId whoever is logged in; undefined where nobody is any more
 */
export function keepStoredFor(userId: string | undefined): void {
  if (userId !== undefined && sessionStorage.getItem(OWNER) === userId) return
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  if (userId !== undefined) sessionStorage.setItem(OWNER, userId)
}

const PREFIX = 'rollcall.stored.'
const OWNER = `${PREFIX}owner`
const storageKey = (name: string) => PREFIX + name
