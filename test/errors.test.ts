import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROW_ISSUES } from '../src/errors.ts'
import { MENTOR_ERRORS } from '../src/orchestrator/core/mentor-errors.ts'

const functions = readFileSync(new URL('../prisma/database.sql', import.meta.url), 'utf8')

// Codes are words in capitals with an underscore, as nothing else in the functions is.
const codesInSql = new Set(Array.from(functions.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g), ([, code = '']) => code))

it('every code that the database functions give has a meaning that clients are told', () => {
  expect(codesInSql.size).toBeGreaterThan(5)
  const known = new Set([...Object.keys(ROW_ISSUES), ...Object.keys(MENTOR_ERRORS)])
  expect([...codesInSql.difference(known)]).toEqual([])
})

it('every code of a row that clients are told of is one that the database functions give', () => {
  const given = (code: string) => codesInSql.has(code) || functions.includes(`'${code}'`)
  expect(Object.keys(ROW_ISSUES).filter((code) => !given(code))).toEqual([])
})
