import { connect } from 'node:net'
import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { countSaved, freshRow } from '../../support/bulk-registration.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { postToRpc, RPC, rowOf } from '../../support/supabase-client.ts'

let app: RunningApp
let oslo: GraphQLClient
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

const NESTED = 100_000
const deep = `${'['.repeat(NESTED)}${']'.repeat(NESTED)}`
const deepObject = `${'{"a":'.repeat(NESTED)}1${'}'.repeat(NESTED)}`

const post = (body: string, headers: Record<string, string> = {}) =>
  postToRpc(app, body, { authorization, ...headers })

/** A row as JSON, with one value written as it is given. */
const rowWith = (field: string, value: string) => {
  const { [field]: _, ...others } = rowOf(freshRow())
  return `{"activities":[{"${field}":${value},${JSON.stringify(others).slice(1)}]}`
}

const issuesOf = (body: unknown) => JSON.parse((body as { details: string }).details).issues

describe('a body that is no call', () => {
  it.each([
    ['nothing', '', 400, 'PGRST102'],
    ['no JSON', '{"activities": [', 400, 'PGRST102'],
    ['JSON with something behind', '{"activities": []} x', 400, 'PGRST102'],
    ['null', 'null', 404, 'PGRST202'],
    ['a text', '"activities"', 404, 'PGRST202'],
    ['a list', '[]', 404, 'PGRST202'],
    ['a list of rows', '[{"activities": []}]', 404, 'PGRST202'],
    ['no activities', '{}', 404, 'PGRST202'],
    ['a parameter too many', '{"activities": [], "dry_run": true}', 404, 'PGRST202'],
    ['another parameter', '{"activity": []}', 404, 'PGRST202'],
    ['activities that are null', '{"activities": null}', 400, '22023'],
    ['activities that are one row', '{"activities": {}}', 400, '22023'],
    ['activities that are a text', '{"activities": "[]"}', 400, '22023'],
    ['nothing but depth', deep, 404, 'PGRST202'],
    ['a parameter of nothing but depth', deepObject, 404, 'PGRST202'],
    ['activities of nothing but depth', `{"activities": ${deepObject}}`, 400, '22023'],
  ])('is refused: %s', async (_, text, status, code) => {
    const answer = await post(text)
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: {
        code,
        message: expect.any(String),
        details: null,
        hint: code.startsWith('PGRST102') ? null : expect.any(String),
      },
    })
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'application/jsonp',
    '',
  ])('is refused where it says to be of another type: "%s"', async (type) => {
    const row = freshRow()
    const answer = await post(JSON.stringify({ activities: [rowOf(row)] }), { 'content-type': type })
    expect({ status: answer.status, code: (answer.body as { code: string }).code }).toEqual({
      status: 415,
      code: 'PGRST107',
    })
    expect(await countSaved(oslo, [row])).toBe(0)
  })

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.pgrst.object+json'])(
    'is taken as %s',
    async (type) => {
      expect((await post('{"activities": []}', { 'content-type': type })).status).toBe(200)
    },
  )
})

it('a row of thousands of strange keys is refused for some of them', async () => {
  const strange = Array.from({ length: 50_000 }, (_, index) => [`key${index}`, 1])
  const row = { ...rowOf(freshRow()), ...Object.fromEntries(strange) }
  const answer = await post(JSON.stringify({ activities: [row] }))
  expect(answer.status).toBe(400)
  expect(issuesOf(answer.body).length).toBeGreaterThan(10)
  expect(issuesOf(answer.body).length).toBeLessThan(25)
})

describe('a body that its client cuts off', () => {
  it('is the client’s mistake, not a warning to whoever runs the server', async () => {
    const logged = app.logLines.length
    const wire = connect(Number(new URL(app.url).port), '127.0.0.1')
    const head = `POST ${RPC} HTTP/1.1\r\nHost: rollcall\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n`
    wire.write(`${head}Content-Length: 100\r\n\r\n{"activities":`)
    await countSaved(oslo, [freshRow()]) // once this is answered, the endpoint waits for the rest of the body
    wire.destroy()
    const lines = await vi.waitUntil(() => {
      const fresh = app.logLines.slice(logged).filter((line) => !line.includes('"path":"/graphql"'))
      return fresh.some((line) => line.includes(`"path":"${RPC}"`)) && fresh
    })
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 30, path: RPC, status: 400 }])
  })
})

describe('rows that are none', () => {
  it('are each named', async () => {
    const rows = ['1', '"row"', 'true', 'null', '[]', '[{}]', deep, deepObject]
    const { status, body } = await post(`{"activities": [${rows}]}`)
    expect(status).toBe(400)
    const named = issuesOf(body).map(({ index }: { index: number }) => index)
    expect([...new Set(named)]).toEqual(rows.map((_, index) => index))
  })

  it.each([
    ['NUL in an id', 'peer_mentor_user_id', '"\\u0000"'],
    ['NUL within an id', 'activity_type_id', '"00000000-0000-0000-0000-00000000000\\u0000"'],
    ['half a surrogate pair', 'peer_mentor_user_id', '"\\ud800"'],
    ['a moment with NUL', 'recorded_at', '"2026-03-01T09:30:00Z\\u0000"'],
    ['depth', 'recorded_at', deep],
    ['depth as a duration', 'duration_minutes', deepObject],
    ['a number beyond all numbers', 'duration_minutes', '1e400'],
    ['a number below all numbers', 'duration_minutes', '-1e400'],
    ['a huge number', 'duration_minutes', '1e308'],
    ['a long number', 'duration_minutes', '9'.repeat(300)],
    ['a tiny number', 'duration_minutes', '1e-400'],
    ['a fraction', 'duration_minutes', '1.5'],
    ['a number as a text', 'duration_minutes', '"30"'],
    ['a megabyte less a little', 'recorded_at', `"${'x'.repeat(1_000_000)}"`],
  ])('are told from right ones: %s', async (_, field, value) => {
    const { status, body } = await post(rowWith(field, value))
    expect(status).toBe(400)
    expect(issuesOf(body)).toEqual([{ index: 0, field, code: 'INVALID_VALUE', message: expect.any(String) }])
  })

  it('are those with a misspelt or strange key too', async () => {
    for (const key of ['duration', '__proto__', 'constructor', '\\u0000', '\\ud800', '']) {
      const { status, body } = await post(rowWith(key, '1'))
      expect({ key, status, indexes: issuesOf(body).map(({ index }: { index: number }) => index) }).toEqual({
        key,
        status: 400,
        indexes: [0],
      })
    }
  })
})
