import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { freshRows } from '../../support/bulk-registration.ts'
import { postGraphql } from '../../support/post-graphql.ts'
import { openLoggedIn, operate } from '../../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { SECRET } from '../../support/supabase-client.ts'

let app: RunningApp
let token: string
beforeAll(async () => {
  app = await startApp({ NODE_ENV: 'production', DEMO: 'false', JWT_SECRET: SECRET })
  token = await app.token('coordinator@oslo.example')
})
afterAll(() => app.stop())

interface Operation {
  query: string
  variables?: unknown
}
const CLIENTS_MISTAKE = /^(BAD_USER_INPUT|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED)$/
type Errors = { message: string; extensions?: { code?: string } }[] | undefined

const errorsOverHttp = async (operation: Operation): Promise<Errors> =>
  (await postGraphql(app.url, operation, { authorization: `Bearer ${token}` })).body.errors

const errorsOnASocket = async (operation: Operation): Promise<Errors> => {
  await using opened = await openLoggedIn(app.url, token)
  const [first] = await operate(opened, operation)
  return first?.type === 'error' ? (first.payload as Errors) : (first?.payload as { errors?: Errors })?.errors
}

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ')
const nested = (depth: number) =>
  `{ bulkSubmissions(first: 1) { edges { node { ${'retryOf { '.repeat(depth)} id ${'} '.repeat(depth)} } } } }`
const inlineRows = (count: number) =>
  `mutation { bulkRegisterActivities(input: { dryRun: true, activities: [${freshRows(count)
    .map(
      (row) =>
        `{ peerMentorUserId: "${row.peerMentorUserId}", activityTypeId: "${row.activityTypeId}", recordedAt: "${row.recordedAt}", durationMinutes: ${row.durationMinutes}, recordedByUserId: "${demoId('coordinator@oslo.example')}" }`,
    )
    .join(
      ', ',
    )}] }) { __typename ... on BulkRegisterActivitiesSuccess { dryRun } ... on Error { code message } ... on ActivitiesRejectedError { issues { index field code message } } } }`
const records = `edges { cursor node { id recordedAt durationMinutes recordedByUserId createdAt
  peerMentor { id displayName chapters { id name } } activityType { id name } } } pageInfo { hasNextPage endCursor } totalCount`
const pageOfRecords = { query: `query ($first: Int) { activityRecords(first: $first) { ${records} } }` }
const pagesOfPages = {
  query: `query ($first: Int) { bulkSubmissions(first: $first) { edges { node { id
    outcomes(first: $first) { edges { node { mentor { id displayName chapters { id name } } } } } } } } }`,
}
const spreadingTwice = (last: string) =>
  `${repeat(400, (i) => `fragment F${i} on ${last.startsWith('m') ? 'Mutation' : 'Query'} { ...F${i + 1} ...F${i + 1} }`)}
  fragment F400 on ${last.startsWith('m') ? 'Mutation' : 'Query'} { ${last.slice(1)} }`

describe.each([
  ['over HTTP', errorsOverHttp],
  ['on a socket', errorsOnASocket],
])('what a query may be, %s', (_, errorsOf) => {
  it.each<[string, Operation]>([
    ['a page of 100 records with all their relations', { ...pageOfRecords, variables: { first: 100 } }],
    ['a page of 200 records with all their relations', { ...pageOfRecords, variables: { first: 200 } }],
    ['small pages of pages', { ...pagesOfPages, variables: { first: 10 } }],
    ['200 activities written into it, with all their fields', { query: inlineRows(200) }],
    ['30 aliases', { query: `{ ${repeat(30, (i) => `a${i}: __typename`)} }` }],
    [
      '30 directives',
      { query: `{ __typename ${repeat(30, () => '... @include(if: true) { __typename }')} }` },
    ],
    ['a chain of 5 retries', { query: nested(5) }],
  ])('is %s', async (_, operation) => {
    expect(await errorsOf(operation)).toBe(undefined)
  })

  it.each<[string, Operation, RegExp]>([
    ['deeper than 12 fields', { query: nested(12) }, /at most 12/],
    ['one of more than 30 aliases', { query: `{ ${repeat(31, (i) => `a${i}: viewer { id }`)} }` }, /30/],
    [
      'one of more than 30 aliases of __typename',
      { query: `{ ${repeat(31, (i) => `a${i}: __typename`)} }` },
      /30/,
    ],
    [
      'one of more than 30 directives',
      { query: `{ __typename ${repeat(31, () => '@include(if: true)')} }` },
      /30/,
    ],
    ['one of more than 500 fields', { query: `{ ${repeat(501, () => 'viewer { id }')} }` }, /500/],
    ['one of more than 6,000 tokens', { query: `{ __typename(${'a: 1 '.repeat(2_000)}) }` }, /6000/],
    ['one of nothing but depth', { query: '{ viewer '.repeat(2_900) }, /brackets/],
    [
      'one with a value of nothing but depth',
      { query: `{ a(b: ${'['.repeat(2_900)}${']'.repeat(2_900)}) }` },
      /brackets/,
    ],
    [
      'one with a type of nothing but depth',
      { query: `query ($a: ${'['.repeat(2_900)}ID${']'.repeat(2_900)}) { __typename }` },
      /brackets/,
    ],
    ['pages of pages', { ...pagesOfPages, variables: { first: 100 } }, /at most 20000/],
    ['pages of pages with nothing said of their size', pagesOfPages, /at most 20000/],
    ['a page larger than pages may be', { ...pageOfRecords, variables: { first: 1_000 } }, /200|20000/],
    ['one about the schema', { query: getIntrospectionQuery() }, /introspection/i],
    ['one about a type', { query: '{ __type(name: "Query") { name } }' }, /introspection/i],
  ])('is not %s', async (_, operation, message) => {
    const errors = await errorsOf(operation)
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: expect.stringMatching(CLIENTS_MISTAKE) },
    })
  })

  it('may have fragments that spread each other twice, and is answered at once', async () => {
    expect(await errorsOf({ query: `{ ...F0 } ${spreadingTwice('q__typename')}` })).toBe(undefined)
  })
})

describe('fragments that spread each other twice', () => {
  it('hold nobody up: neither who has no token, nor who changes something', async () => {
    const nobody = await postGraphql(app.url, { query: `{ ...F0 } ${spreadingTwice('qviewer { id }')}` })
    expect(nobody.code).toBe('UNAUTHENTICATED')
    const change = { query: `mutation { ...F0 } ${spreadingTwice('m__typename')}` }
    expect(await errorsOverHttp(change)).toBe(undefined)
  })
})

describe('in production', () => {
  it('there is no GraphiQL', async () => {
    const response = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } })
    expect(await response.text()).not.toMatch(/<html/i)
  })
})

describe('in production, where it is asked for', () => {
  it('GraphiQL is served, without a token, and the schema is told', async () => {
    const asked = await startApp({
      NODE_ENV: 'production',
      DEMO: 'false',
      JWT_SECRET: SECRET,
      GRAPHIQL: 'true',
    })
    try {
      const page = await fetch(`${asked.url}/graphql`, { headers: { accept: 'text/html' } })
      expect({ status: page.status, type: page.headers.get('content-type') }).toEqual({
        status: 200,
        type: expect.stringContaining('text/html'),
      })
      expect(await page.text()).not.toContain('Bearer ey')
      const { body } = await postGraphql(asked.url, { query: getIntrospectionQuery() })
      expect(body.errors).toBe(undefined)
      const deep = `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`
      expect((await postGraphql(asked.url, { query: deep })).code).toMatch(CLIENTS_MISTAKE)
    } finally {
      await asked.stop()
    }
  })
})
