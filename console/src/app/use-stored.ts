import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react'

const WRITE_AFTER_MS = 300

/**
 * A state that survives a reload of this tab, and nothing longer.
 *
 * @param name its name in the tab's storage
 * @param initial what it is where nothing was stored
 */
export function useStored<T>(name: string, initial: () => T): [T, Dispatch<SetStateAction<T>>] {
  const storageKey = `rollcall.${name}`
  const [value, setValue] = useState<T>(() => {
    const stored = sessionStorage.getItem(storageKey)
    return stored === null ? initial() : JSON.parse(stored)
  })
  const latest = useRef(value)
  latest.current = value
  // Not with every key that is pressed.
  useEffect(() => {
    const timer = setTimeout(() => sessionStorage.setItem(storageKey, JSON.stringify(value)), WRITE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [storageKey, value])
  // And before the page or the screen goes away.
  useEffect(() => {
    const write = () => sessionStorage.setItem(storageKey, JSON.stringify(latest.current))
    window.addEventListener('pagehide', write)
    return () => {
      window.removeEventListener('pagehide', write)
      write()
    }
  }, [storageKey])
  return [value, setValue]
}
