import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonbText } from '../../src/database/activities.ts'

describe('the text of a jsonb parameter', () => {
  it('has U+FFFD in place of what jsonb can’t hold, in keys and values, however deep', () => {
    const text = jsonbText([{ 'a\0b': ['\0', '\uD83D', '\uDE00\uD83D', { '\uDFFF': 'x\0' }] }])
    expect(JSON.parse(text)).toEqual([
      { 'a\uFFFDb': ['\uFFFD', '\uFFFD', '\uFFFD\uFFFD', { '\uFFFD': 'x\uFFFD' }] },
    ])
  })

  it('leaves alone what only looks like it', () => {
    for (const value of ['\\u0000', '\\\\u0000', '\\ud83d', '😀', 'a\\', '\\\\', '\n"\t\u0001'])
      expect(JSON.parse(jsonbText({ [value]: value }))).toEqual({ [value]: value })
  })

  it('holds whatever else JSON can hold, unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')
        const expected = JSON.parse(JSON.stringify(value), (_, part: unknown) =>
          typeof part === 'string'
            ? storable(part)
            : Object.prototype.toString.call(part) === '[object Object]'
              ? Object.fromEntries(Object.entries(part as object).map(([key, one]) => [storable(key), one]))
              : part,
        )
        expect(JSON.parse(jsonbText(value))).toEqual(expected)
      }),
    )
  })
})
