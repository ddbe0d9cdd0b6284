import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { GRAPHQL_RESPONSE, postGraphql } from '../support/post-graphql.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

const SECRET = 'a secret of at least thirty-two characters'
const ISSUER = 'https://project.example/auth/v1'
const CHAPTERLESS = '00000000-0000-0000-0000-000000000001'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ JWT_SECRET: SECRET, JWT_ISSUER: ISSUER })
})
afterAll(() => app.stop())

const now = () => Math.floor(Date.now() / 1000)
const claims = () => ({
  sub: demoId('coordinator@oslo.example'),
  role: 'authenticated',
  aud: 'authenticated',
  iss: ISSUER,
  iat: now(),
  exp: now() + 60,
})
const sign = (payload: Record<string, unknown>, secret = SECRET, alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const whoAmI = (authorization?: string, headers: Record<string, string> = {}) =>
  postGraphql(
    app.url,
    { query: '{ viewer { id } }' },
    { ...(authorization ? { authorization } : {}), ...headers },
  )

describe('a token that holds', () => {
  it.each<[string, () => object]>([
    ['with all claims', () => claims()],
    ['without a role', () => ({ ...claims(), role: undefined })],
    ['with several audiences', () => ({ ...claims(), aud: ['other', 'authenticated'] })],
    ['that ended a moment ago, by another clock', () => ({ ...claims(), exp: now() - 1 })],
  ])('logs its user in: %s', async (_, payload) => {
    const { status, body } = await whoAmI(`Bearer ${await sign({ ...payload() })}`)
    expect({ status, body }).toEqual({
      status: 200,
      body: { data: { viewer: { id: demoId('coordinator@oslo.example') } } },
    })
  })

  it('logs a user in whose id no version of UUID describes, in lower case', async () => {
    const sub = 'ABCDEF00-0000-0000-0000-00000000000F'
    expect((await whoAmI(`Bearer ${await sign({ ...claims(), sub })}`)).body.data).toEqual({
      viewer: { id: sub.toLowerCase() },
    })
    expect((await whoAmI(`Bearer ${await sign({ ...claims(), sub: CHAPTERLESS })}`)).body.data).toEqual({
      viewer: { id: CHAPTERLESS },
    })
  })

  it('is taken whatever the case of "bearer" and the space around', async () => {
    expect((await whoAmI(`bearer   ${await sign(claims())}`)).status).toBe(200)
  })
})

describe('a token that does not hold', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['garbage', () => 'Bearer garbage'],
    ['garbage in three parts', () => 'Bearer a.b.c'],
    ['another scheme', () => `Basic ${Buffer.from('user:password').toString('base64')}`],
    ['no scheme', () => sign(claims())],
    ['a scheme alone', () => 'Bearer'],
    ['two tokens', async () => `Bearer ${await sign(claims())} ${await sign(claims())}`],
    [
      'another secret',
      async () => `Bearer ${await sign(claims(), 'a wrong secret of at least 32 characters')}`,
    ],
    ['no algorithm', () => `Bearer ${base64url({ alg: 'none' })}.${base64url(claims())}.`],
    [
      'another algorithm of the same secret',
      async () => `Bearer ${await sign(claims(), SECRET.repeat(2), 'HS512')}`,
    ],
    [
      'an unknown critical header',
      () => `Bearer ${base64url({ alg: 'HS256', crit: ['x'], x: 1 })}.${base64url(claims())}.AA`,
    ],
    ['a payload that is no object', async () => `Bearer ${base64url({ alg: 'HS256' })}.${base64url([1])}.AA`],
    ['an end in the past', async () => `Bearer ${await sign({ ...claims(), exp: now() - 60 })}`],
    ['no end', async () => `Bearer ${await sign({ ...claims(), exp: undefined })}`],
    ['an end that no date can tell', async () => `Bearer ${await sign({ ...claims(), exp: 1e300 })}`],
    ['an end that is no number', async () => `Bearer ${await sign({ ...claims(), exp: 'never' as never })}`],
    ['a beginning in the future', async () => `Bearer ${await sign({ ...claims(), nbf: now() + 60 })}`],
    ['another audience', async () => `Bearer ${await sign({ ...claims(), aud: 'anon' })}`],
    ['no audience', async () => `Bearer ${await sign({ ...claims(), aud: undefined })}`],
    ['another issuer', async () => `Bearer ${await sign({ ...claims(), iss: 'https://else.example' })}`],
    ['no issuer', async () => `Bearer ${await sign({ ...claims(), iss: undefined })}`],
    ['no subject', async () => `Bearer ${await sign({ ...claims(), sub: undefined })}`],
    ['an empty subject', async () => `Bearer ${await sign({ ...claims(), sub: '' })}`],
    ['a subject that is no UUID', async () => `Bearer ${await sign({ ...claims(), sub: 'admin' })}`],
    ['a subject with NUL', async () => `Bearer ${await sign({ ...claims(), sub: `${CHAPTERLESS}\0` })}`],
    ['a subject that is a number', async () => `Bearer ${await sign({ ...claims(), sub: 7 as never })}`],
    ['the role service_role', async () => `Bearer ${await sign({ ...claims(), role: 'service_role' })}`],
    ['the role of the server', async () => `Bearer ${await sign({ ...claims(), role: 'rollcall_server' })}`],
    ['a role that is no text', async () => `Bearer ${await sign({ ...claims(), role: ['authenticated'] })}`],
    [
      'a role as long as a header may be',
      async () => `Bearer ${await sign({ ...claims(), role: 'x'.repeat(8_000) })}`,
    ],
  ])('is refused as UNAUTHENTICATED: %s', async (_, authorization) => {
    const answer = await whoAmI(await authorization())
    expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.body.data).toBeUndefined()
  })

  it('is refused for what tells about the schema alone too, for its sender means to be somebody', async () => {
    const answer = await postGraphql(
      app.url,
      { query: '{ __typename }' },
      { authorization: 'Bearer garbage' },
    )
    expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  })

  it('leaves nothing of itself in the log', async () => {
    const token = await sign({ ...claims(), role: 'service_role' })
    await whoAmI(`Bearer ${token}`)
    expect(app.logLines.length).toBeGreaterThan(0)
    expect(app.logLines.join('')).not.toContain(token.split('.')[1])
  })
})

describe('nobody', () => {
  it.each([
    ['no header', undefined],
    ['the anonymous key of a project', 'anon'],
  ])('may read nothing: %s', async (_, role) => {
    const authorization = role && `Bearer ${await sign({ ...claims(), sub: undefined, role })}`
    const answer = await whoAmI(authorization)
    expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('is told so with status 200 where the client knows of application/json only', async () => {
    const answer = await whoAmI(undefined, { accept: 'application/json' })
    expect(answer).toMatchObject({ status: 200, code: 'UNAUTHENTICATED' })
    expect(answer.headers.get('content-type')).toContain('application/json')
  })

  it.each([
    ['in a fragment', 'query { ...All } fragment All on Query { __typename viewer { id } }'],
    ['in an inline fragment', '{ ... { __typename ... on Query { activityTypes { name } } } }'],
    ['beside what is open', '{ __typename viewer { id } }'],
    ['under another name', '{ __typename: viewer { id } }'],
    ['though it is skipped', 'query { __typename viewer @skip(if: true) { id } }'],
    ['in a mutation', 'mutation { bulkRegisterActivities(input: { activities: [] }) { __typename } }'],
  ])('may read nothing %s', async (_, query) => {
    expect(await postGraphql(app.url, { query })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  })

  it.each([
    ['the type of the query', '{ __typename }', { __typename: 'Query' }],
    [
      'the schema',
      '{ ...Schema } fragment Schema on Query { __schema { queryType { name } } }',
      { __schema: { queryType: { name: 'Query' } } },
    ],
    ['a type', '{ __type(name: "Error") { kind } }', { __type: { kind: 'INTERFACE' } }],
  ])('may read %s', async (_, query, data) => {
    const { status, body } = await postGraphql(app.url, { query })
    expect({ status, body }).toEqual({ status: 200, body: { data } })
  })

  it('may read only that operation of a document which tells about the schema alone', async () => {
    const query = 'query Open { __typename } query Closed { viewer { id } }'
    expect((await postGraphql(app.url, { query, operationName: 'Open' })).status).toBe(200)
    expect((await postGraphql(app.url, { query, operationName: 'Closed' })).status).toBe(401)
  })
})

describe('a client that accepts both media types', () => {
  it('is told failures by the status', async () => {
    const accept = `${GRAPHQL_RESPONSE}, application/json;q=0.9`
    expect(await whoAmI(undefined, { accept })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  })
})

describe('where JWT_USER_ID_CLAIM names another claim', () => {
  it('a token logs in whom that claim names, and nobody by its subject', async () => {
    const elsewhere = await startApp({
      JWT_SECRET: SECRET,
      JWT_ISSUER: ISSUER,
      JWT_USER_ID_CLAIM: 'rollcall_id',
    })
    const ask = async (payload: object) => {
      const authorization = `Bearer ${await sign({ ...claims(), ...payload })}`
      return postGraphql(elsewhere.url, { query: '{ viewer { id } }' }, { authorization })
    }
    try {
      const named = await ask({ sub: 'auth0|1234', rollcall_id: CHAPTERLESS })
      expect(named.body.data).toEqual({ viewer: { id: CHAPTERLESS } })
      for (const payload of [{}, { rollcall_id: 'auth0|1234' }, { rollcall_id: null }]) {
        expect((await ask(payload)).status).toBe(401)
      }
    } finally {
      await elsewhere.stop()
    }
  })
})
