import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { freshRow } from '../../support/bulk-registration.ts'
import { GRAPHQL_RESPONSE, postGraphql } from '../../support/post-graphql.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { postToRpc, RPC, rowOf } from '../../support/supabase-client.ts'

const MAIL = 'somebody@private.example'
const REQUEST_ID = 'proxy-given:0123456789'

let app: RunningApp
let token: string
beforeAll(async () => {
  // What nobody expects: an administrator's change in the midst of the work has taken a table away.
  app = await startApp({}, async (database) => {
    const session = await database.openSession()
    await session.script('ALTER TABLE public.activity_types RENAME TO mislaid')
    await session.script(`
      CREATE FUNCTION public.quote_somebody() RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION E'a row of\\n    at ${MAIL} (/row:1:1)\\n';
      END $$;
      CREATE POLICY quoting ON public.proxy_audit_log AS RESTRICTIVE FOR SELECT USING (public.quote_somebody())`)
    await session.close()
  })
  token = await app.token('coordinator@oslo.example')
})
afterAll(() => app.stop())

const post = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
  postGraphql(
    app.url,
    { query, variables },
    { authorization: `Bearer ${token}`, 'x-request-id': REQUEST_ID, ...headers },
  )
const linesOf = (requestId: string) =>
  app.logLines.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId)
const REGISTER = 'mutation ($input: ActivityInput!) { registerActivity(input: $input) { __typename } }'

describe('an error that nobody expected', () => {
  it.each<[string, string, string, object]>([
    ['of a query', 'activityTypes', '{ alias: activityTypes { name } }', {}],
    [
      'of the database function',
      'registerActivity',
      REGISTER,
      { input: freshRow({ recordedByUserId: MAIL }) },
    ],
  ])('is masked, with the id under which the log has the rest: %s', async (_, field, query, variables) => {
    const before = linesOf(REQUEST_ID).length
    const { body, headers } = await post(query, variables)
    expect(body.data).toBeNull()
    expect(body.errors).toEqual([
      {
        message: 'Something went wrong on the server.',
        locations: expect.any(Array),
        path: expect.any(Array),
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: REQUEST_ID },
      },
    ])
    expect(headers.get('x-request-id')).toBe(REQUEST_ID)
    expect(linesOf(REQUEST_ID).slice(before)).toEqual([
      expect.objectContaining({
        level: 50,
        msg: 'an operation failed',
        field,
        err: expect.objectContaining({ stack: expect.arrayContaining([expect.stringContaining('src/')]) }),
      }),
      expect.objectContaining({ level: 30, msg: 'request', method: 'POST', path: '/graphql' }),
    ])
  })

  it('is masked at the RPC endpoint too', async () => {
    const before = linesOf(REQUEST_ID).length
    // Where something is wrong with a row, everything is looked at.
    const activities = [rowOf(freshRow({ durationMinutes: 0 }))]
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': REQUEST_ID }
    const { status, body } = await postToRpc(app, { activities }, headers)
    expect({ status, body }).toEqual({
      status: 500,
      body: {
        code: 'XX000',
        message: 'Something went wrong on the server.',
        details: `request ${REQUEST_ID}`,
        hint: null,
      },
    })
    expect(linesOf(REQUEST_ID).slice(before)).toEqual([
      expect.objectContaining({ level: 50, msg: 'a call failed' }),
      expect.objectContaining({ level: 30, msg: 'request', status: 500 }),
    ])
  })

  it('leaves nothing of its message in the log, were it written like a stack', async () => {
    const before = linesOf(REQUEST_ID).length
    const { body } = await post('{ auditLog(first: 1) { totalCount } }')
    expect(body.errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
    const [failure] = linesOf(REQUEST_ID).slice(before)
    expect(failure).toMatchObject({ msg: 'an operation failed', field: 'totalCount' })
    expect(JSON.stringify(failure)).not.toContain(MAIL)
    expect(failure.err.stack.length).toBeGreaterThan(0)
  })

  it('leaves neither words of the database nor tokens nor mail addresses, in the answer or in the log', async () => {
    const answers = [
      await post('{ activityTypes { name } }'),
      await post(REGISTER, { input: freshRow({ recordedByUserId: MAIL }) }),
      await post(`{ peerMentors(search: "${MAIL}") { totalCount } }`),
      await post('{ activityTypes { name } }', {}, { accept: 'application/json' }),
      await post('{ viewer { id } }', {}, { authorization: 'Bearer not.a.token' }),
    ]
    const written = JSON.stringify(answers.map(({ body }) => body)) + app.logLines.join('')
    for (const secret of [
      'activity_types',
      'relation',
      'does not exist',
      'prisma.io',
      'SELECT',
      'invocation',
      MAIL,
      token,
      token.split('.')[1] as string,
      'not.a.token',
      demoId('coordinator@oslo.example'),
    ]) {
      expect(written).not.toContain(secret)
    }
    expect(written).toContain('an operation failed')
  })
})

describe('the line of a request', () => {
  const pathOf = async (path: string) => {
    const requestId = crypto.randomUUID()
    await fetch(app.url + path, { headers: { 'x-request-id': requestId } })
    return linesOf(requestId).map((line) => line.path)
  }

  it('names the path where it is one of Rollcall’s own, without what is asked', async () => {
    expect(await pathOf(`/graphql?query={__typename}&variables={"who":"${MAIL}"}`)).toEqual(['/graphql'])
    expect(await pathOf(RPC)).toEqual([RPC])
  })

  it('names no other path, which may hold anything', async () => {
    expect(await pathOf(`/rest/v1/profiles/${MAIL}`)).toEqual(['other'])
    expect(await pathOf(`/graphql/${token}`)).toEqual(['other'])
  })
})

describe('a trace', () => {
  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

  it('is in every line of the request that names it', async () => {
    await post(
      '{ auditLog(first: 1) { totalCount } }',
      {},
      { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
    )
    const lines = () => app.logLines.filter((line) => line.includes(TRACE)).map((line) => JSON.parse(line))
    await expect.poll(() => lines().map(({ msg }) => msg)).toEqual(['an operation failed', 'request'])
    for (const line of lines()) expect(line.traceId).toBe(TRACE)
  })

  it.each(['', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'kari@example.org'])(
    'is none where the header is malformed: %s',
    async (traceparent) => {
      const logged = app.logLines.length
      await post('{ __typename }', {}, { traceparent })
      await expect.poll(() => app.logLines.slice(logged)).toHaveLength(1)
      expect(JSON.parse(app.logLines.at(-1) ?? '')).not.toHaveProperty('traceId')
    },
  )
})

describe('a request id', () => {
  const idOf = async (given?: string) =>
    (
      await postGraphql(app.url, { query: '{ __typename }' }, given ? { 'x-request-id': given } : {})
    ).headers.get('x-request-id')

  it('is the caller’s where it is usable', async () => {
    expect(await idOf('0af7651916cd43dd8448eb211c80319c')).toBe('0af7651916cd43dd8448eb211c80319c')
  })

  it.each([
    ['there is none', undefined],
    ['it is too short', 'short'],
    ['it is too long', 'x'.repeat(129)],
    ['it would write into the log', '{"level":60,"msg":"forged"}'],
  ])('is a new one where %s', async (_, given) => {
    const id = await idOf(given)
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(linesOf(id as string)).toHaveLength(1)
  })

  it('is each request’s own, with many at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `at-once-${index}`)
    const answers = await Promise.all(
      ids.map((id) =>
        post('{ activityTypes { name } }', {}, { 'x-request-id': id, accept: GRAPHQL_RESPONSE }),
      ),
    )
    expect(answers.map(({ body }) => body.errors?.[0]?.extensions?.requestId)).toEqual(ids)
    for (const id of ids)
      expect(linesOf(id).map(({ msg }) => msg)).toEqual(['an operation failed', 'request'])
  })
})
