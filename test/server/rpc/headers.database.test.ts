import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSaved, freshRow, freshRows } from '../../support/bulk-registration.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { postToRpc, RPC, rowOf, SECRET, supabaseOf } from '../../support/supabase-client.ts'

const ALLOWED = 'https://app.example'
const COORDINATOR = 'coordinator@oslo.example'

let app: RunningApp
let oslo: GraphQLClient
let authorization: string
beforeAll(async () => {
  app = await startApp({ JWT_SECRET: SECRET, CORS_ORIGINS: ALLOWED })
  oslo = await app.client(COORDINATOR)
  authorization = `Bearer ${await app.token(COORDINATOR)}`
})
afterAll(() => app.stop())

const call = (activities: unknown, headers: Record<string, string> = {}) =>
  postToRpc(app, { activities }, { authorization, ...headers })

describe('an Idempotency-Key', () => {
  it('answers the same call with the same ids, and writes nothing again', async () => {
    const rows = freshRows(3)
    const supabase = await supabaseOf(app, COORDINATOR, { 'Idempotency-Key': 'a first key' })
    const first = await supabase.rpc('insert_bulk_activities', { activities: rows.map(rowOf) })
    const second = await supabase.rpc('insert_bulk_activities', { activities: rows.map(rowOf) })
    expect(first.data).toHaveLength(3)
    expect(second.data).toEqual(first.data)
    expect(await countSaved(oslo, rows)).toBe(3)
  })

  it('is refused with 409 for other rows', async () => {
    const headers = { 'idempotency-key': 'a second key' }
    await call([rowOf(freshRow())], headers)
    const other = freshRow()
    const { status, body } = await call([rowOf(other)], headers)
    expect({ status, body }).toEqual({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED', message: expect.any(String), details: null, hint: null },
    })
    expect(await countSaved(oslo, [other])).toBe(0)
  })

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
  ])('is refused with 400 where it is %s', async (_, key) => {
    const row = freshRow()
    const { status, body } = await call([rowOf(row)], { 'idempotency-key': key })
    expect({ status, code: (body as { code: string }).code }).toEqual({ status: 400, code: '22023' })
    expect(await countSaved(oslo, [row])).toBe(0)
  })

  it('may have 255 characters', async () => {
    expect((await call([rowOf(freshRow())], { 'idempotency-key': 'k'.repeat(255) })).status).toBe(200)
  })
})

describe('Prefer: tx=rollback', () => {
  it.each(['tx=rollback', 'return=representation, TX=rollback'])(
    'saves nothing, and says so: %s',
    async (prefer) => {
      const row = freshRow()
      const { status, headers, body } = await call([rowOf(row)], { prefer })
      expect({ status, applied: headers.get('preference-applied'), body }).toEqual({
        status: 200,
        applied: 'tx=rollback',
        body: [],
      })
      expect(await countSaved(oslo, [row])).toBe(0)
    },
  )

  it('finds the same issues as the real call', async () => {
    const rows = [{ ...rowOf(freshRow()), duration_minutes: -1 }]
    const dry = await call(rows, { prefer: 'tx=rollback' })
    expect(dry.status).toBe(400)
    expect(dry.body).toEqual((await call(rows)).body)
  })

  it('is not said to be applied where nobody asked for it', async () => {
    const { headers } = await call([rowOf(freshRow())], { prefer: 'tx=commit' })
    expect(headers.get('preference-applied')).toBe(null)
  })
})

describe('the methods of the endpoint', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('are POST, not %s: 405', async (method) => {
    const response = await fetch(app.url + RPC, { method, headers: { authorization } })
    expect({
      status: response.status,
      allow: response.headers.get('allow'),
      body: await response.json(),
    }).toEqual({
      status: 405,
      allow: 'POST, OPTIONS',
      body: { code: 'PGRST101', message: expect.any(String), details: null, hint: null },
    })
  })

  it('are POST, not HEAD: 405 without a body', async () => {
    const response = await fetch(app.url + RPC, { method: 'HEAD', headers: { authorization } })
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 405, body: '' })
  })
})

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(app.url + RPC, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers':
          'apikey,authorization,content-profile,content-type,idempotency-key,prefer,traceparent,x-client-info,x-retry-count',
      },
    })

  it('may call where they are allowed, with every header that a Supabase client sends', async () => {
    const response = await preflight(ALLOWED)
    expect(response.ok).toBe(true)
    expect(response.headers.get('access-control-allow-origin')).toBe(ALLOWED)
    const allowed = response.headers.get('access-control-allow-headers')?.toLowerCase().split(/, */)
    expect(allowed).toEqual(
      expect.arrayContaining([
        ...['apikey', 'authorization', 'content-profile', 'content-type', 'idempotency-key', 'prefer'],
        ...['traceparent', 'x-client-info', 'x-retry-count'],
      ]),
    )
  })

  it('can read answers and errors alike, where they are allowed', async () => {
    for (const headers of [{ authorization }, { authorization: 'Bearer a.b.c' }]) {
      const answer = await postToRpc(app, { activities: [] }, { origin: ALLOWED, ...headers })
      expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED)
      expect(answer.headers.get('access-control-expose-headers')).toContain('preference-applied')
      expect(answer.headers.get('access-control-allow-credentials')).toBe(null)
    }
  })

  it.each(['https://evil.example', 'https://app.example.evil.example', 'null'])(
    'may not where they are not: %s',
    async (origin) => {
      const preflighted = await preflight(origin)
      const answer = await postToRpc(app, { activities: [] }, { origin, authorization })
      for (const { headers } of [preflighted, answer])
        expect(headers.get('access-control-allow-origin')).not.toBe(origin)
    },
  )
})

describe('what is left of a call', () => {
  it('is an id in its answer and one line in the log, without anything that was sent', async () => {
    const requestId = 'a-request-id-of-a-proxy'
    const { headers } = await call([rowOf(freshRow())], { 'x-request-id': requestId })
    expect(headers.get('x-request-id')).toBe(requestId)
    const lines = () => app.logLines.filter((line) => line.includes(requestId))
    await expect.poll(lines).toHaveLength(1)
    expect(JSON.parse(lines()[0] ?? '')).toEqual({
      level: 30,
      time: expect.any(String),
      requestId,
      method: 'POST',
      path: RPC,
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    })
  })

  it('is one line for a refused call too', async () => {
    const { headers } = await call('no list')
    const id = headers.get('x-request-id') ?? 'none'
    await expect.poll(() => app.logLines.filter((line) => line.includes(id))).toHaveLength(1)
  })
})
