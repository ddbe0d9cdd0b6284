import fc from 'fast-check'
import { RPC } from '../../support/supabase-client.ts'
import { oneOf, weighted } from './weighted.ts'

/** Bytes in place of a request. */
export interface BrokenBytes {
  bytes: Buffer
  /** Whether the client hangs up after them, for a server would wait for more. */
  cut: boolean
}

const lines = weighted(
  [
    7,
    oneOf(
      'GET | GET / | GET / HTTP/9.9 | GET / HTTP/1.1 x |  GET / HTTP/1.1 | get / http/1.1 | GET  HTTP/1.1 | :',
    ),
  ],
  [
    5,
    oneOf('G\0T / HTTP/1.1 | GET /\x7f HTTP/1.1 | GET /\xff\xfe HTTP/1.1 | GET /a b HTTP/1.1 | \x16\x03\x01'),
  ],
  [
    5,
    oneOf(
      'POST\t/graphql\tHTTP/1.1 | GET /graphql HTTP/1.0 | PRI * HTTP/2.0 | HTTP/1.1 200 OK | X / HTTP/1.1',
    ),
  ],
  [2, oneOf('CONNECT / HTTP/1.1 | CONNECT x:1 HTTP/1.1')],
  [1, fc.constantFrom(`GET /${'a'.repeat(20_000)} HTTP/1.1`, `${'A'.repeat(5_000)} / HTTP/1.1`)],
)
const headers = weighted(
  [
    7,
    oneOf(
      ' | : | : x | x | x y: z | x\0: y | x: \0 | x:\x01 | \xff: x | x : y |  folded | x: y\rz: a | x: y\nz: a',
    ),
  ],
  [
    5,
    oneOf(
      'Host: a\r\nHost: b | Host: | Connection: Upgrade\r\nUpgrade: h2c | Expect: x | Expect: 100-continue',
    ),
  ],
  [
    4,
    oneOf(
      'Content-Length: -1 | Content-Length: 1e3 | Content-Length: 0x10 | Content-Length: 5, 6 | Content-Length:',
    ),
  ],
  [
    2,
    oneOf(
      'Content-Length: 99999999999999999999 | Content-Length: 3\r\nContent-Length: 4 | Content-Length: +2',
    ),
  ],
  [2, oneOf('Transfer-Encoding: x | Transfer-Encoding: chunked, identity | Transfer-Encoding: \x0bchunked')],
  [2, oneOf('Transfer-Encoding: chunked\r\nContent-Length: 2 | Connection: Upgrade\r\nUpgrade: websocket')],
  [1, fc.constantFrom(`x: ${'y'.repeat(20_000)}`, 'x: y\r\n'.repeat(2_500).trimEnd())],
)
const chunks = weighted(
  [
    5,
    oneOf(
      ' | 0\r\n\r\n | x\r\n | -1\r\n | 5\r\nabc\r\n0\r\n\r\n | ffffffffffffffff\r\nx | 5;x=\0\r\nabcde\r\n',
    ),
  ],
  [
    5,
    oneOf(
      '1\r\na | 1\na\n0\n\n | 0\r\nx: y\r\n\r\n | 0\r\nContent-Length: 5\r\n\r\n | 0x2\r\n{}\r\n0\r\n\r\n',
    ),
  ],
  [2, oneOf('2\r\n{}\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n | 7fffffff\r\n{}')],
  [
    1,
    fc.constantFrom(
      `${'0'.repeat(5_000)}2\r\n{}\r\n0\r\n\r\n`,
      '1;x=yyyyyyyyyyyyyyyy\r\n{\r\n'.repeat(1_000),
    ),
  ],
)
const bodies = oneOf(
  `{"query":"{ viewer { id } }"} | {"activities":[]} | {} |  | \0\xff | ${'x'.repeat(3_000)}`,
)

/** What breaks the rules of HTTP itself: request lines, headers, lengths, chunks. */
export function brokenBytes(tokens: readonly string[]): fc.Arbitrary<BrokenBytes> {
  const path = fc.constantFrom('/graphql', RPC, '/', '/health')
  const login = fc.constantFrom('x: y', ...tokens.map((token) => `Authorization: Bearer ${token}`))
  const start = fc
    .tuple(path, login)
    .map(
      ([at, who]) => `POST ${at} HTTP/1.1\r\nHost: rollcall\r\n${who}\r\nContent-Type: application/json\r\n`,
    )
  // Where more bytes are said to come than do, or fewer.
  const said = weighted([6, fc.constant(0)], [1, fc.integer({ min: -20, max: 90 })])
  const lengthAndBody = fc
    .tuple(bodies, said)
    .map(([body, more]) => `${CLOSE}Content-Length: ${Math.max(0, body.length + more)}\r\n\r\n${body}`)
  const sound = fc.tuple(start, bodies).map(([head, body]) => ({
    head,
    rest: `${CLOSE}Content-Length: ${body.length}\r\n\r\n${body}`,
  }))
  const place = fc.nat()
  return weighted(
    [3, lines.map((line) => hungUp(`${line}\r\n${CLOSE}\r\n`))],
    [
      7,
      fc
        .tuple(start, headers, lengthAndBody)
        .map(([head, header, rest]) => hungUp(`${head}${header}\r\n${rest}`)),
    ],
    [
      4,
      fc
        .tuple(start, chunks)
        .map(([head, text]) => hungUp(`${head}${CLOSE}Transfer-Encoding: chunked\r\n\r\n${text}`)),
    ],
    [
      3,
      fc
        .tuple(sound, place)
        .map(([{ head, rest }, at]) => hungUp((head + rest).slice(0, at % (head + rest).length))),
    ],
    [
      2,
      fc
        .tuple(sound, lines)
        .map(([{ head, rest }, line]) => hungUp(`${head}${rest.replace(CLOSE, '')}${line}\r\n\r\n`)),
    ],
    [4, fc.tuple(sound, place, fc.uint8Array({ minLength: 1, maxLength: 6 })).map(overwritten)],
    [
      1,
      fc
        .uint8Array({ minLength: 1, maxLength: 200 })
        .map((bytes) => ({ bytes: Buffer.from(bytes), cut: true })),
    ],
  )
}

const CLOSE = 'Connection: close\r\n'

function hungUp(text: string): BrokenBytes {
  return { bytes: Buffer.from(text, 'latin1'), cut: true }
}

/** With other bytes somewhere in its head, before it says how long it is. */
function overwritten([{ head, rest }, at, other]: [
  { head: string; rest: string },
  number,
  Uint8Array,
]): BrokenBytes {
  const bytes = Buffer.from(head + rest, 'latin1')
  bytes.set(other, at % (head.length - '\r\n'.length - other.length))
  return { bytes, cut: false }
}
