import { globSync, readFileSync } from 'node:fs'
import { buildSchema, isInputObjectType, isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../support/app-beside-administrator.ts'
import { sample } from '../support/length.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { mentorsOf, submitToTheEnd } from '../support/submission.ts'
import { postToRpc, RPC, SECRET } from '../support/supabase-client.ts'
import { databaseState } from './database-state.ts'
import { graphqlPlaces } from './graphql-places.ts'
import { HOSTILE_TEXTS, LONG_TEXT, TOO_LONG_TEXT } from './hostile-texts.ts'
import { expectFate, type Fate } from './place.ts'
import { type Call, RPC_PLACES } from './rpc-places.ts'
import { expectCalm, told } from './told.ts'

const OSLO = 'coordinator@oslo.example'
const texts = Object.values(HOSTILE_TEXTS)

let beside: AppBesideAdministrator
let authorization: string
let finished: string
let before: unknown
beforeAll(async () => {
  beside = await startAppBesideAdministrator({ JWT_SECRET: SECRET, MAX_MUTATIONS_PER_MINUTE: '1000000' })
  authorization = `Bearer ${await beside.app.token(OSLO)}`
  finished = (await submitToTheEnd(await beside.app.client(OSLO), mentorsOf('bergen.example', 2))).id
  before = await databaseState(beside)
})
afterAll(() => beside.stop())

const ask = async (operation: { query: string; variables: object }) => {
  const { status, body } = await postGraphql(beside.app.url, operation, { authorization })
  return told(status, body)
}
const call = async ({ headers, row }: Call) => {
  const all = { authorization, prefer: 'tx=rollback', ...headers }
  const { status, body } = await postToRpc(beside.app, { activities: [row] }, all)
  return told(status, body)
}
// What HTTP itself can't carry there.
const mayBeIn = (place: string, text: string) =>
  !(place.startsWith('the header') && /[^\t\x20-\xff]/.test(text)) &&
  !(place.endsWith('Authorization') && text.trim() === '')
const places = () => graphqlPlaces(finished)
// Where a text is taken as a text, any may do harm; elsewhere most are refused for what they are not.
const some = (fate: Fate, from: string[], index: number) => (fate === 'text' ? from : sample(from, 9, index))

describe('a hostile text is a text like any other, or a mistake that is named', () => {
  it.each(graphqlPlaces('').map(({ place }, index) => ({ place, index })))('in $place', async ({ index }) => {
    const place = places()[index] as ReturnType<typeof places>[number]
    await Promise.all(
      [...some(place.fate, texts, index), ...sample([LONG_TEXT], 5, index)].map(async (text) => {
        const answer = await ask(place.build(text))
        expectCalm(answer, text)
        expectFate(place, text, answer)
      }),
    )
  })

  it.each(RPC_PLACES.map((place, index) => ({ ...place, index })))('in $place', async (place) => {
    const possible = texts.filter((text) => mayBeIn(place.place, text))
    expect(possible.length).toBeGreaterThan(20)
    const tried = some(place.fate, possible, place.index)
    if (place.place.startsWith('the body')) tried.push(...sample([LONG_TEXT], 5, place.index))
    for (const text of tried) {
      const answer = await call(await place.build(text))
      expectCalm(answer, text)
      expectFate(place, text, answer)
    }
  })

  it('in the body, as the key of a value', async () => {
    for (const text of texts) {
      const answer = await call({ headers: {}, row: { [text]: text } })
      expectCalm(answer, text)
      const field = text.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, 63)
      expect(answer.issues.at(-1)).toMatchObject({ index: 0, field, code: 'INVALID_VALUE' })
    }
  })
})

describe('a text longer than a body may be', () => {
  it.each(['/graphql', RPC])('is refused at %s before anybody looks at it', async (path) => {
    const response = await fetch(beside.app.url + path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: TOO_LONG_TEXT }),
    })
    expect(response.status).toBe(413)
  })
})

describe('after all of it', () => {
  it('nothing in the database has changed', async () => {
    expect(await databaseState(beside)).toEqual(before)
  })

  it('the log has no failure of the server', () => {
    expect(beside.app.logLines.filter((line) => JSON.parse(line).level >= 50)).toEqual([])
  })
})

describe('the places', () => {
  it('are all that the schema has', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
    const isText = (type: unknown) => /^\[?(ID|String|DateTime)\b/.test(String(type))
    const found = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith('__')) return []
      if (isInputObjectType(type)) {
        return Object.values(type.getFields())
          .filter((field) => isText(field.type))
          .map((field) => `${type.name}.${field.name}`)
      }
      if (!isObjectType(type)) return []
      return Object.values(type.getFields()).flatMap(({ name, args }) =>
        args
          .filter((argument) => isText(argument.type))
          .map((argument) => `${type.name}.${name}.${argument.name}`),
      )
    })
    const tried = new Set(graphqlPlaces('').map(({ place }) => place.split(',')[0]))
    expect(tried).toEqual(new Set(found))
  })

  it('all reach SQL as parameters: no statement of Rollcall’s is put together from text', () => {
    const putTogether = /\$(query|execute)RawUnsafe|Prisma\.raw\b/
    const files = globSync('src/**/*.ts').filter((file) => !file.includes('/generated/'))
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter((file) => putTogether.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})
