import fc from 'fast-check'
import { oneOf, seldom, weighted } from './weighted.ts'

const types = oneOf(
  'application/json; charset=utf-8 | application/json;charset=utf-16 | application/graphql | application/JSON ; | text/plain | multipart/form-data; boundary=x | multipart/form-data | application/x-www-form-urlencoded | application/graphql+json | application/json; charset=;;; | ; | / | a | image/png',
)
const accepted = oneOf(
  '*/* | application/graphql-response+json | text/event-stream | multipart/mixed | x | text/plain;q=2 | ;;; | , | application/json;q=0 | text/event-stream, multipart/mixed',
)
const noLogins = weighted(
  [7, oneOf(' | Bearer | Bearer x | Bearer a.b.c | Basic eDp4 | Bearer \xff | Bearer  | Token x')],
  [1, fc.constant(`Bearer ${'x.'.repeat(2_000)}`)],
)

const OTHERS: Record<string, fc.Arbitrary<string>> = {
  host: oneOf(
    ' | : | ::: | [ | a b | x:99999999 | % | ex\xe4mple | \\ | a@b | http://x | - | . | [::1] | ? | #',
  ),
  'x-request-id': oneOf(' | \xff\xfe | ../../x | "},{"level":50} | xxxxxxxxxxxxxxxx'),
  'content-encoding': oneOf('gzip | br | x | identity, identity'),
  origin: oneOf('null | x | http:// | https://other.example | \xff'),
  prefer: oneOf('tx=rollback | tx=commit | ,,, | return=minimal, tx=rollback | \xff'),
  'idempotency-key': weighted([4, oneOf(' | \xff | k\xe9 | a key')], [1, fc.constant('k'.repeat(256))]),
  apikey: oneOf(' | x | a.b.c | \xff'),
  cookie: oneOf('__proto__=1 | ;;;='),
  connection: oneOf('upgrade | close | x, y | upgrade, keep-alive'),
  upgrade: oneOf('h2c | websocket | x'),
  expect: oneOf('100-continue | x'),
  range: oneOf('bytes=0-1 | x'),
  forwarded: oneOf('for=";"; | host=x'),
  'x-forwarded-host': oneOf(':: | x'),
  'content-profile': oneOf('x | auth'),
  traceparent: oneOf('x | \xff'),
}

/** Headers that are right in most requests, and somehow odd in the others. */
export function oddHeaders(tokens: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const logins = fc.constantFrom(...tokens.map((token) => `Bearer ${token}`))
  const other = fc
    .constantFrom(...Object.entries(OTHERS))
    .chain(([name, values]) => values.map((value) => ({ [name]: value })))
  const usual = fc.record({
    authorization: weighted([7, logins], [2, noLogins]),
    'content-type': seldom('application/json', types),
    accept: seldom('application/json', accepted),
  })
  return fc.tuple(usual, seldom({}, other)).map(([headers, others]) => ({ ...headers, ...others }))
}
