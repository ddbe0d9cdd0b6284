import { Client, cacheExchange, fetchExchange, makeOperation, mapExchange } from 'urql'
import type { Login } from '../login/login.ts'
import { fetchWithToken } from './fetch-with-token.ts'

// What is read can be asked for again, and is where a dead connection is met first.
const READ_WITHIN_MS = 15_000

/** The client through which a login asks the API. */
export function createApiClient(login: Login): Client {
  const read = fetchWithToken(login, READ_WITHIN_MS)
  const readExchange = mapExchange({
    onOperation: (operation) =>
      operation.kind === 'query'
        ? makeOperation(operation.kind, operation, { ...operation.context, fetch: read })
        : operation,
  })
  return new Client({
    url: '/graphql',
    exchanges: [cacheExchange, readExchange, fetchExchange],
    fetch: fetchWithToken(login),
    // Everything goes by POST: an address must not carry names of people into a log.
    preferGetMethod: false,
  })
}
