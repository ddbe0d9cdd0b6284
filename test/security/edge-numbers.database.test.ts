import { beforeAll, describe, expect, it } from 'vitest'
import { freshRow } from '../support/bulk-registration.ts'
import { sample } from '../support/length.ts'
import { GRAPHQL_RESPONSE } from '../support/post-graphql.ts'
import type { RunningApp } from '../support/running-app.ts'
import { sharedApp } from '../support/shared-app.ts'
import { freshTemplate, mentorsOf, submitToTheEnd } from '../support/submission.ts'
import { postToRpc, rowOf } from '../support/supabase-client.ts'
import { expectCalm, type Told, told } from './told.ts'

const OSLO = 'coordinator@oslo.example'
const MENTORS = 3
let app: RunningApp
let authorization: string
let finished: string
beforeAll(async () => {
  app = await sharedApp()
  authorization = `Bearer ${await app.token(OSLO)}`
  finished = (await submitToTheEnd(await app.client(OSLO), mentorsOf('bergen.example', MENTORS))).id
})

// Numbers as JSON spells them, which a program's own numbers could not say: the body is put together from text.
const HERE = '"the number"'
const NUMBERS = [
  ...[
    '0',
    '-0',
    '1',
    '1.0',
    '1e0',
    '-1',
    '1.5',
    '0.9999999999999999',
    '30',
    '3e1',
    '1440',
    '1440.0',
    '1441',
    '1440.5',
  ],
  ...['200', '2e2', '201', '2147483647', '2147483648', '-2147483648', '-2147483649', '9007199254740992'],
  ...[
    '9007199254740993',
    '1e308',
    '-1e308',
    '1e309',
    '1e-400',
    `${'9'.repeat(400)}`,
    '30.0000000000000000001',
  ],
  ...['"1"', '"30"', '""', 'true', 'false', 'null', '[]', '[30]', '{}'],
]

/** What a number is to JavaScript, where its token is one. */
const numberOf = (token: string): unknown => JSON.parse(token)
const isWhole = (token: string, least: number, most: number) => {
  const value = numberOf(token)
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

async function ask(query: string, variables: object, token: string): Promise<Told> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      accept: `${GRAPHQL_RESPONSE}, text/event-stream`,
    },
    body: JSON.stringify({ query, variables }).replace(HERE, token),
  })
  const body = await response.text()
  const answer = told(response.status, body.startsWith('{') ? JSON.parse(body) : { data: {}, events: body })
  expectCalm(answer, token)
  return answer
}

const ISSUES = '... on ActivitiesRejectedError { issues { index field code } }'
const TEMPLATE_ISSUES = '__typename ... on InvalidTemplateError { issues { index field code } }'
const row = () => ({ ...freshRow(), durationMinutes: 'the number' })
const template = () => ({ ...freshTemplate(), durationMinutes: 'the number' })
const mentorIds = mentorsOf('oslo.example', 1)

/** All ways to give a duration, each as the verdict on a token: whether it is taken. */
const durations: Record<string, (token: string) => Promise<Told>> = {
  registerActivity: (token) =>
    ask(
      `mutation ($input: ActivityInput!) { registerActivity(input: $input) { __typename ${ISSUES} } }`,
      { input: row() },
      token,
    ),
  bulkRegisterActivities: (token) =>
    ask(
      `mutation ($input: BulkRegisterActivitiesInput!) { bulkRegisterActivities(input: $input) { __typename ${ISSUES} } }`,
      { input: { activities: [row()] } },
      token,
    ),
  submitBulkRegistration: (token) =>
    ask(
      `mutation ($input: BulkSubmissionInput!) { submitBulkRegistration(input: $input) { ${TEMPLATE_ISSUES} } }`,
      { input: { mentorIds, template: template() } },
      token,
    ),
  retryFailedMentors: (token) =>
    ask(
      `mutation ($input: RetryFailedMentorsInput!) { retryFailedMentors(input: $input) { ${TEMPLATE_ISSUES} } }`,
      { input: { submissionId: finished, mentorIds, template: template() } },
      token,
    ),
  async 'the RPC endpoint'(token) {
    const activities = [{ ...rowOf(freshRow()), duration_minutes: 'the number' }]
    const body = JSON.stringify({ activities }).replace(HERE, token)
    const answer = await postToRpc(app, body, { authorization })
    return told(answer.status, answer.body)
  },
}

describe('a duration', () => {
  it.each([...new Set([...sample(NUMBERS, 3), '1', '1440', '1441', 'null'])])(
    'is taken by all or by none: %s',
    async (token) => {
      for (const [way, give] of Object.entries(durations)) {
        const { codes, issues, text } = await give(token)
        const taken = issues.length === 0 && !codes.some((code) => code !== 'NOTHING_TO_RETRY')
        expect({ way, token, taken }).toEqual({ way, token, taken: isWhole(token, 1, 1440) })
        if (!taken) expect(text).toMatch(/durationMinutes|duration_minutes/)
      }
    },
  )

  it('that was taken is kept as it was given', async () => {
    const query = `mutation ($input: ActivityInput!) { registerActivity(input: $input) { ... on ActivityRecord { durationMinutes } } }`
    for (const token of NUMBERS.filter((given) => isWhole(given, 1, 1440))) {
      const { body } = await ask(query, { input: row() }, token)
      expect(body).toEqual({ data: { registerActivity: { durationMinutes: numberOf(token) } } })
    }
  })
})

describe('the size of a page', () => {
  const lists = ['peerMentors', 'activityRecords', 'bulkSubmissions', 'auditLog'].map((name) => ({
    name,
    query: `query ($first: Int) { ${name}(first: $first) { edges { cursor } } }`,
    limit: name === 'peerMentors' ? 1_000 : 200,
  }))
  const outcomes = `query ($first: Int) { bulkSubmission(id: "ID") { outcomes(first: $first) { edges { cursor } } } }`

  it.each(
    [...lists, { name: 'outcomes', query: outcomes, limit: 200 }].map((list, index) => ({ ...list, index })),
  )('of $name is from 1 to a limit, or what it is by default', async ({ query, limit, index }) => {
    for (const token of [...sample(NUMBERS, 5, index), '0', '1', 'null', '200', '201', '1000', '1001']) {
      const { codes, text } = await ask(query.replace('ID', finished), { first: 'the number' }, token)
      const taken = isWhole(token, 1, limit) || token === 'null'
      expect({ token, codes }).toEqual({ token, codes: taken ? [] : ['BAD_USER_INPUT'] })
      if (!taken) expect(text).toContain('first')
    }
  })
})

describe('where progress goes on', () => {
  const query =
    'subscription ($id: ID!, $after: Int) { bulkProgress(submissionId: $id, after: $after) { sequence state } }'

  it('is any whole number from 0 on, also one beyond the end; null is the beginning', async () => {
    for (const token of [...sample(NUMBERS, 3), '-1', 'null', '2147483647', '2', '3', '4']) {
      const { codes, text } = await ask(query, { id: finished, after: 'the number' }, token)
      const taken = isWhole(token, 0, 2_147_483_647) || token === 'null'
      expect({ token, codes }).toEqual({ token, codes: taken ? [] : ['BAD_USER_INPUT'] })
      if (!taken) expect(text).toContain('after')
      const left = Math.max(0, MENTORS - Number(numberOf(token)))
      if (taken)
        expect({ token, updates: text.match(/\\"sequence\\"/g)?.length }).toEqual({
          token,
          updates: left + 1,
        })
    }
  })

  it('is any sequence in a cursor of outcomes, also one beyond the end', async () => {
    const page = `query ($after: String) { bulkSubmission(id: "${finished}") { outcomes(after: $after) { edges { node { sequence } } } } }`
    for (const token of [...sample(NUMBERS, 3, 1), '-1', '2147483647']) {
      const after = Buffer.from(`["outcomes",${token}]`).toString('base64url')
      const { codes, body } = await ask(page, { after }, '')
      const taken = isWhole(token, 0, 2_147_483_647)
      expect({ token, codes }).toEqual({ token, codes: taken ? [] : ['BAD_USER_INPUT'] })
      if (!taken) continue
      const { edges } = (body as { data: { bulkSubmission: { outcomes: { edges: unknown[] } } } }).data
        .bulkSubmission.outcomes
      expect(edges.length).toBe(Math.max(0, MENTORS - Number(numberOf(token))))
    }
  })
})
