import { useSyncExternalStore } from 'react'

/** Where the user is: the part of the address behind `#`. */
export interface Route {
  path: string
  params: URLSearchParams
}

/** The present route; the component renders again when it changes, also by the browser's back and forward. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return parseRoute(hash)
}

/** The address of a route, for links. Parameters that are empty are left out. */
export function routeTo(path: string, params: Record<string, string | null | undefined> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const search = new URLSearchParams(given).toString()
  return `#${path}${search ? `?${search}` : ''}`
}

/** Goes to a route; with `replace` without a step for the browser's back. */
export function go(address: string, { replace = false } = {}): void {
  if (!replace) {
    location.hash = address
    return
  }
  history.replaceState(null, '', address)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

/** @param hash such as `#/activities?type=…` */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?')
  return { path: path.startsWith('/') ? path : '/', params: new URLSearchParams(search) }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
