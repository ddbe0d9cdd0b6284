import fc from 'fast-check'
import { freshRows } from '../../support/bulk-registration.ts'
import { RPC, rowOf } from '../../support/supabase-client.ts'
import { changedValue } from './changed-value.ts'
import { oddHeaders } from './odd-headers.ts'
import { oddText } from './odd-values.ts'
import type { Operation } from './operations.ts'
import { changedPayload, harmedJson } from './payloads.ts'
import { oneOf, weighted } from './weighted.ts'

/** A request that HTTP has nothing against. */
export interface OddRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

const methods = oneOf('GET | HEAD | PUT | PATCH | DELETE | OPTIONS | TRACE | PROPFIND | QUERY | M-SEARCH')
const paths = oneOf(
  `/ | // | /% | /%ff | /%00 | /? | * | /health | /ready | /metrics | /../../etc/hosts | /..%2f..%2fetc | /rest/v1/ | /rest/v1/rpc/x | ${RPC}/ | ${RPC}?select=* | http://other.example/graphql | http://[::1/graphql | //other.example/graphql`,
)
const graphqlPaths = weighted(
  [
    4,
    oneOf(
      '/graphql/ | //graphql | /graphql%00 | /GraphQL | /graphql#x | /graphql;x=1 | /graphql? | /graphql?query',
    ),
  ],
  [
    4,
    oneOf(
      '/graphql?query=% | /graphql?query={__typename}&variables={ | /graphql?extensions= | /graphql?query=%ED%A0%80 | /graphql?query=%C3%28&variables=[] | /graphql?variables=1&query={__typename} | /graphql?query={__typename}&operationName=%00 | /graphql?query=a&query=b',
    ),
  ],
  [1, fc.constant(`/graphql?query=${'a'.repeat(15_000)}`)],
)

/** Requests that begin as valid ones, each with something wrong: all of them get past the parser of HTTP. */
export function oddRequests(
  operations: readonly Operation[],
  tokens: readonly string[],
): fc.Arbitrary<OddRequest> {
  const headers = oddHeaders(tokens)
  const payload = changedPayload(operations)
  const posted = harmedJson(payload)
  const rows = freshRows(3).map(rowOf)
  const called = fc.oneof(
    changedValue({ activities: rows }),
    changedValue(rows[0], 2).map((row) => ({ activities: [row] })),
  )
  const inAddress = fc
    .tuple(payload, oneOf('variables | extensions | operationName | x'), oddText)
    .map(([asked, name, text]) => `/graphql?${new URLSearchParams({ ...textsOf(asked), [name]: text })}`)
  const request = (method: fc.Arbitrary<string>, path: fc.Arbitrary<string>, body: fc.Arbitrary<Buffer>) =>
    fc.record({ method, path, headers, body })
  const post = fc.constant('POST')
  const nothing = fc.constant(Buffer.alloc(0))
  return weighted(
    [10, request(post, fc.constant('/graphql'), posted)],
    [5, request(post, fc.constant(RPC), harmedJson(called))],
    [2, request(oneOf('GET | HEAD'), inAddress, nothing)],
    [2, request(oneOf('GET | POST'), fc.oneof(paths, graphqlPaths), nothing)],
    [1, request(methods, fc.oneof(fc.constantFrom('/graphql', RPC), paths), posted)],
  )
}

/** A payload as the parameters of an address. */
function textsOf(payload: unknown): Record<string, string> {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  return Object.fromEntries(Object.entries(Object(payload)).map(([name, value]) => [name, textOf(value)]))
}
