import { beforeAll, expect, it } from 'vitest'
import { postGraphql } from '../../support/post-graphql.ts'
import { openLoggedIn, operate } from '../../support/protocol-socket.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

const REGISTER = 'mutation ($input: ActivityInput!) { registerActivity(input: $input) { __typename } }'
const LONG = 'y'.repeat(40_000)

let app: RunningApp
let token: string
beforeAll(async () => {
  app = await sharedApp()
  token = await app.token('coordinator@oslo.example')
})

/** The messages of the errors to the same request, over HTTP and over a socket. */
async function messages(query: string, variables: object): Promise<string[]> {
  const { body } = await postGraphql(app.url, { query, variables }, { authorization: `Bearer ${token}` })
  await using opened = await openLoggedIn(app.url, token)
  const [answer] = await operate(opened, { query, variables })
  const { payload } = answer as { payload: { message: string }[] | { errors: { message: string }[] } }
  return [...(body.errors ?? []), ...(Array.isArray(payload) ? payload : payload.errors)].map(
    ({ message }) => message,
  )
}

it('what was sent wrongly is named in the error', async () => {
  for (const message of await messages(REGISTER, { input: 'yes, please' }))
    expect(message).toMatch(/^Variable "\$input" got invalid value "yes, please"; /)
})

const KEYS = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`yyyyy${index}`, 0]))

it.each<[string, string, object, string]>([
  ['variable', REGISTER, { input: LONG }, 'Expected type "ActivityInput" to be an object'],
  ['part of a variable', REGISTER, { input: { durationMinutes: LONG } }, 'at "input.durationMinutes"; Int'],
  ['moment', REGISTER, { input: { recordedAt: LONG } }, 'at "input.recordedAt"; DateTime'],
  ['list of keys', REGISTER, { input: { recordedAt: KEYS } }, 'at "input.recordedAt"; DateTime'],
  ['field', `{ ${LONG} }`, {}, 'on type "Query"'],
  ['value in the query', `{ peerMentors(first: "${LONG}") { totalCount } }`, {}, 'Int'],
])(
  'a long %s is named by its beginning alone, and what is wrong with it',
  async (_, query, variables, wrong) => {
    const said = await messages(query, variables)
    expect(said.length).toBeGreaterThanOrEqual(2)
    for (const message of said) {
      expect(message).toContain('yyyyy')
      expect(message.length).toBeLessThanOrEqual(500)
    }
    expect(said.filter((message) => message.includes(wrong)).length).toBeGreaterThanOrEqual(2)
  },
)
