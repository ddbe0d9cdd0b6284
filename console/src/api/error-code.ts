import type { CombinedError } from 'urql'

/** Failures that the API never sees: the request did not get there, or its answer did not come back. */
export const NETWORK = 'NETWORK'

/** The code of a failed request, for which `errors.ts` has a sentence. */
export function errorCode(error: CombinedError): string {
  const code = error.graphQLErrors[0]?.extensions?.code
  if (typeof code === 'string') return code
  return error.networkError ? NETWORK : 'INTERNAL_SERVER_ERROR'
}
