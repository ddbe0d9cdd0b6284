import fc from 'fast-check'
import { Lexer, Source, TokenKind } from 'graphql'
import { oddText } from './odd-values.ts'
import { oneOf } from './weighted.ts'

const signs = oneOf(
  '{ | } | ( | ) | [ | ] | : | ! | ... | @ | $ | = | & | " | """ | # | , | \\ | \0 | - | 1e | 1.',
)
const names = oneOf(
  'query | mutation | subscription | fragment | on | schema | extend | type | null | true | viewer | id | node | edges | pageInfo | bulkProgress | bulkSubmission | cancelBulkSubmission | __typename | __schema',
)
const phrases = oneOf(
  '__type(name: "Query") | ... on Error | $input | @include(if: false) | @skip | first: -1 | first: 99999999999 | after: "x" | id: 1 | ID! | [ID!]! | "\\u{110000}" | "\\uD800"',
)

interface Edit {
  kind: 'drop' | 'double' | 'replace' | 'insert' | 'swap' | 'cut'
  at: number
  part: string
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('drop', 'double', 'replace', 'replace', 'insert', 'insert', 'swap', 'cut'),
  at: fc.nat(),
  part: fc.oneof(signs, names, phrases, oddText),
})

/** A query with some of its words lacking, doubled, moved or replaced. */
export function changedQuery(query: string): fc.Arbitrary<string> {
  const words = wordsOf(query)
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const text = [...words]
    for (const one of edits) apply(one, text)
    return text.join(' ')
  })
}

function apply({ kind, at, part }: Edit, words: string[]): void {
  const index = at % Math.max(1, words.length)
  const word = words[index] ?? ''
  if (kind === 'drop') words.splice(index, 1)
  if (kind === 'double') words.splice(index, 0, word)
  if (kind === 'replace') words.splice(index, 1, part)
  if (kind === 'insert') words.splice(index, 0, part)
  if (kind === 'cut') words.length = index
  if (kind === 'swap') words.push(...words.splice(index, 1))
}

function wordsOf(query: string): string[] {
  const lexer = new Lexer(new Source(query))
  const words: string[] = []
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance())
    words.push(query.slice(token.start, token.end))
  return words
}

const upTo = (most: number, text: (count: number) => string) => fc.integer({ min: 1, max: most }).map(text)
const each = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ')
const within = (open: string, close: string) => (depth: number) =>
  `${open.repeat(depth)} x ${close.repeat(depth)}`
const listed = (depth: number) => within('[', ']')(depth)

/** Queries that are small to write and large to answer, or none at all. */
export const monstrousQuery: fc.Arbitrary<string> = fc.oneof(
  oddText,
  upTo(3_000, (depth) => '{ viewer '.repeat(depth)),
  upTo(40, within('{ bulkSubmission(id: "x") { retryOf ', ' } }')),
  upTo(200, (count) => `{ ${each(count, (n) => `a${n}: viewer { id }`)} }`),
  upTo(200, (count) => `{ __typename ${'@skip(if: true) '.repeat(count)} }`),
  upTo(
    700,
    (count) => `{ ...F0 } ${each(count, (n) => `fragment F${n} on Query { ...F${(n + 1) % count} }`)}`,
  ),
  upTo(60, (count) => each(count, (n) => `query Q${n} { __typename }`)),
  upTo(2_000, (count) => `{ activityRecords(filter: { ids: [${'"x" '.repeat(count)}] }) { totalCount } }`),
  upTo(3_000, (depth) => `{ activityRecords(filter: ${listed(depth)}) { totalCount } }`),
  upTo(3_000, (depth) => `query ($x: ${listed(depth)}) { __typename }`),
  upTo(300, (count) => `query (${each(count, (n) => `$v${n}: ID = "x"`)}) { __typename }`),
  upTo(
    2_000,
    (count) =>
      `mutation { registerActivity(input: { durationMinutes: ${'9'.repeat(count)} }) { __typename } }`,
  ),
)
