import fc from 'fast-check'
import type { BrokenBytes } from './broken-bytes.ts'
import { oneOf, weighted } from './weighted.ts'

const HEADERS: Record<string, fc.Arbitrary<string>> = {
  Connection: oneOf('Upgrade | Upgrade | upgrade, close | keep-alive | '),
  Upgrade: oneOf('websocket | websocket | WebSocket | h2c | websocket, x |  | \xff'),
  'Sec-WebSocket-Version': oneOf('13 | 13 | 8 | 0 | 13, 8 | x |  | 99999999999'),
  'Sec-WebSocket-Key': weighted(
    [5, oneOf('dGhlIHNhbXBsZSBub25jZQ== | x |  | ======================== | \xff')],
    [1, fc.constant('A'.repeat(5_000))],
  ),
  'Sec-WebSocket-Protocol': oneOf(
    'graphql-transport-ws | graphql-ws |  | , | a,a | graphql-transport-ws,, | \x01 | x y',
  ),
  'Sec-WebSocket-Extensions': oneOf(
    'permessage-deflate | permessage-deflate; server_max_window_bits=99 | ;; | = | x; y="',
  ),
  Origin: oneOf('null | http:// | https://other.example | x | \xff | http://[ |  | http://rollcall'),
  Authorization: oneOf('Bearer x | '),
  'Content-Length': oneOf('5 | -1 | 0'),
  'Transfer-Encoding': oneOf('chunked | x'),
}
const methods = oneOf('GET | GET | GET | POST | HEAD | CONNECT | OPTIONS')
const targets = oneOf(
  '/graphql | /graphql | /graphql?x | / | * | //graphql | /graphql/ | http://x/graphql | /%00 | /health',
)
const after = oneOf(' |  | \x81\x80\0\0\0\0 | \xff\xff\xff\xff | GET / HTTP/1.1\r\n\r\n | \x88\x80\0\0\0\0')

/** Requests for a WebSocket that lack something, or have too much of it. */
export const brokenHandshakes: fc.Arbitrary<BrokenBytes> = fc
  .tuple(methods, targets, fc.record(HEADERS, { requiredKeys: ['Connection', 'Upgrade'] }), after)
  .map(([method, target, headers, rest]) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const text = `${method} ${target} HTTP/1.1\r\nHost: rollcall\r\n${lines.join('')}\r\n${rest}`
    return { bytes: Buffer.from(text, 'latin1'), cut: true }
  })
