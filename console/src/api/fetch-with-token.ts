import type { Login } from '../login/login.ts'

// Longer than any answer takes that still comes. A connection on which nothing comes any more is not closed by itself.
const ANSWER_WITHIN_MS = 30_000

/**
 * A fetch that sends the login's token. Where the server no longer takes it, it is renewed once and the request is sent
 * again; where that fails too, the answer is the server's refusal.
 *
 * @param withinMs how long it waits for an answer to begin
 */
export function fetchWithToken(login: Login, withinMs = ANSWER_WITHIN_MS): typeof fetch {
  return async (input, init) => {
    const send = async (token: string) => {
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${token}`)
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), withinMs)
      const signal = init?.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal
      return fetch(input, { ...init, headers, signal }).finally(() => clearTimeout(timer))
    }
    const response = await send(await login.token())
    if (response.status !== 401) return response
    const renewed = await login.renew()
    if (renewed !== undefined) return send(renewed)
    login.expire()
    return response
  }
}
