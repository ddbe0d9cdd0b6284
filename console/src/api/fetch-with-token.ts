import type { Login } from '../login/login.ts'

/**
 * A fetch that sends the login's token. Where the server no longer takes it, it is renewed once and the request is sent
 * again; where that fails too, the answer is the server's refusal.
 */
export function fetchWithToken(login: Login): typeof fetch {
  return async (input, init) => {
    const send = (token: string) => {
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${token}`)
      return fetch(input, { ...init, headers })
    }
    const response = await send(await login.token())
    if (response.status !== 401) return response
    const renewed = await login.renew()
    if (renewed !== undefined) return send(renewed)
    login.expire()
    return response
  }
}
