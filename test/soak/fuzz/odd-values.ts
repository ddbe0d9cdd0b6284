import fc from 'fast-check'
import { oneOf, weighted } from './weighted.ts'

const characters = oneOf(
  ' | \0 | a\0b | \uD800 | \uDC00x | \uFEFF | \u202E | \r\n | \t | \\ | " | \' | ` | / | 🙂 | ﷺ | e\u0301',
)
const words = oneOf(
  '__proto__ | constructor | toString | hasOwnProperty | null | undefined | NaN | infinity | true | 0 | -1 | 0x10 | 1e309',
)
const attacks = oneOf(
  "' OR 1=1 -- | %s%n%x | %00 | %ff | {{7*7}} | ../../../etc/hosts | <script> | {} | [] | Bearer x",
)
const ids = oneOf(
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF | {00000000-0000-4000-8000-000000000000} | 00000000-0000-0000-0000-000000000000',
)
const times = oneOf(
  '2024-02-30T00:00:00Z | 10000-01-01T00:00:00Z | 0000-01-01T00:00:00Z | -000001-01-01T00:00:00Z | 2024-01-01 | epoch | now | 9999-12-31T23:59:59.999-23:59 | 0001-01-01T00:00:00+14:00 | 2024-06-30T23:59:60Z | 2024-01-01T24:00:00Z',
)
const cursors = fc
  .tuple(
    oneOf('peerMentors | activityRecords | auditLog | bulkSubmissions | outcomes'),
    fc.oneof(times, characters, fc.integer()),
    fc.uuid(),
  )
  .map((place) => Buffer.from(JSON.stringify(place)).toString('base64url'))
const long = fc
  .tuple(fc.constantFrom('x', 'é', '🙂', '\0', '[', '{"a":', '\\'), fc.integer({ min: 100, max: 3_000 }))
  .map(([part, count]) => part.repeat(count))

/** Texts over which programs stumble. */
export const oddText: fc.Arbitrary<string> = weighted(
  [3, characters],
  [2, words],
  [1, attacks],
  [2, ids],
  [1, cursors],
  [2, times],
  [2, fc.string({ unit: 'binary', maxLength: 12 })],
  [2, fc.string({ maxLength: 12 })],
  [1, fc.uuid()],
  [1, long],
)

const numbers = fc.constantFrom(0, -1, 1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1e308, -1e-308)
const structures = fc.constantFrom(
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { id: null },
  { __typename: 'Query' },
)

/** Values that JSON can tell, of kinds and sizes that nobody expects. */
export const oddValue: fc.Arbitrary<unknown> = weighted<unknown>(
  [5, oddText],
  [2, numbers],
  [2, structures],
  [1, fc.jsonValue({ maxDepth: 2 })],
  [1, fc.integer({ min: 2, max: 60 }).map(nested)],
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}
