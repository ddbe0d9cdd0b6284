import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLEnumType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { errorSentences } from '../../src/api/errors.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const schema = buildSchema(read('schema.graphql'))
const valuesOf = (name: string) =>
  (schema.getType(name) as GraphQLEnumType).getValues().map((value) => value.name)
const source = read('src/errors.ts')

/** Every code that the API can answer with. */
const codes = new Set([
  ...valuesOf('RowIssueCode'),
  ...valuesOf('MentorSubmissionErrorCode'),
  // The codes of results, and those of requests.
  ...Array.from(source.matchAll(/readonly code = '([A-Z_]+)'/g), ([, code = '']) => code),
  ...Array.from(
    /type RequestErrorCode =([^}]*?)\n\n/.exec(source)?.[1]?.matchAll(/'([A-Z_]+)'/g) ?? [],
    ([, code = '']) => code,
  ),
])

describe('the sentences for errors', () => {
  it('are looked for among all codes', () => {
    expect([...codes]).toEqual(
      expect.arrayContaining([
        'DUPLICATE_ACTIVITY',
        'TEMPORARILY_UNAVAILABLE',
        'BATCH_TOO_LARGE',
        'RATE_LIMITED',
      ]),
    )
  })

  it.each(['nb', 'en'] as const)('are there for every code of the API: %s', (language) => {
    const sentences: Record<string, string> = errorSentences[language]
    expect([...codes].filter((code) => !sentences[code])).toEqual([])
  })
})
