import { Client, cacheExchange, fetchExchange } from 'urql'
import type { Login } from '../login/login.ts'
import { fetchWithToken } from './fetch-with-token.ts'

/** The client through which a login asks the API. */
export function createApiClient(login: Login): Client {
  return new Client({
    url: '/graphql',
    exchanges: [cacheExchange, fetchExchange],
    fetch: fetchWithToken(login),
    // Everything goes by POST: an address must not carry names of people into a log.
    preferGetMethod: false,
  })
}
