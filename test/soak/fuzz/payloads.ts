import fc from 'fast-check'
import { changedQuery, monstrousQuery } from './changed-query.ts'
import { changedValue } from './changed-value.ts'
import type { Operation } from './operations.ts'
import { weighted } from './weighted.ts'

/** What a client posts in place of a valid operation: most of it still runs, and goes wrong only deep inside. */
export function changedPayload(operations: readonly Operation[]): fc.Arbitrary<unknown> {
  const each = (change: (operation: Operation) => fc.Arbitrary<unknown>) =>
    fc.constantFrom(...operations).chain(change)
  return weighted(
    [5, each((one) => changedValue(one.variables).map((variables) => ({ ...one, variables })))],
    [3, each((one) => changedQuery(one.query).map((query) => ({ ...one, query })))],
    [2, each((one) => changedValue({ ...one, operationName: null, extensions: {} }))],
    [1, monstrousQuery.map((query) => ({ query }))],
  )
}

/** JSON that may have been harmed on its way: cut off, with bytes that don't belong there, or in another encoding. */
export function harmedJson(payload: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  const json = payload.map((value) => Buffer.from(JSON.stringify(value) ?? ''))
  const place = fc.nat()
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 4 })
  return weighted(
    [12, json],
    [2, fc.tuple(json, place).map(([text, at]) => text.subarray(0, at % (text.length + 1)))],
    [2, fc.tuple(json, place, bytes).map(overwritten)],
    [1, json.map((text) => Buffer.from(text.toString(), 'utf16le'))],
    [1, json.map((text) => Buffer.concat([Buffer.from('\uFEFF'), text]))],
    [1, fc.constantFrom(...NO_JSON).map((text) => Buffer.from(text, 'latin1'))],
    [1, fc.uint8Array({ maxLength: 60 }).map((text) => Buffer.from(text))],
  )
}

/** Texts that are no JSON, or JSON that nobody means. */
const NO_JSON = [
  ...['', ' ', 'null', 'true', '0', '""', '[]', '[{}]', '{}', '{', '[', '// x', '<a/>', 'NaN', 'undefined'],
  ...[
    '{"query"',
    '{"query":}',
    "{'query':'x'}",
    '{"query":"\\x"}',
    '{"query":1e999}',
    '{"a":01}',
    '\x1f\x8b\x08',
  ],
  ...[
    '{"query":"{a}"}{"query":"{a}"}',
    '{"query":"\\ud800"}',
    '{"query":"{__typename}","query":1}',
    '\xff\xfe',
  ],
  ...[
    '{"__proto__":{"query":"{__typename}"}}',
    'query={__typename}',
    '{"query":"\xc3\x28"}',
    '{"query":"\xed\xa0"}',
  ],
  '['.repeat(50_000),
  `{"variables":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  `{"query":"{__typename}","extensions":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
]

function overwritten([text, at, bytes]: [Buffer, number, Uint8Array]): Buffer {
  const changed = Buffer.from(text)
  changed.set(bytes.subarray(0, text.length), at % Math.max(1, text.length - bytes.length))
  return changed
}
