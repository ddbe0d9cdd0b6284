import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  bulkRegister,
  countSaved,
  freshRow,
  freshRows,
  rejection,
  success,
} from '../../support/bulk-registration.ts'
import { ActivityRecords } from '../../support/operations/reads.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { postToRpc, rowOf, signed, supabaseOf } from '../../support/supabase-client.ts'

const FUNCTION = 'insert_bulk_activities'
const COORDINATOR = 'coordinator@oslo.example'
const UUID = /^[0-9a-f-]{36}$/

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client(COORDINATOR)
})

const bearer = async (email: string) => ({ authorization: `Bearer ${await app.token(email)}` })

describe('a Supabase client that calls insert_bulk_activities', () => {
  it('gets the ids in input order, of rows that are really there', async () => {
    const activities = freshRows(50).reverse()
    const supabase = await supabaseOf(app, COORDINATOR)
    const { data, error, status } = await supabase.rpc(FUNCTION, { activities: activities.map(rowOf) })

    expect({ error, status }).toEqual({ error: null, status: 200 })
    const ids = data as string[]
    const { activityRecords } = await oslo.request(ActivityRecords, { filter: { ids }, first: 200 })
    const saved = new Map(activityRecords.edges.map(({ node }) => [node.id, node]))
    expect(
      ids.map((id) => [saved.get(id)?.peerMentor?.id, Date.parse(saved.get(id)?.recordedAt ?? '')]),
    ).toEqual(activities.map((row) => [row.peerMentorUserId, Date.parse(row.recordedAt)]))
  })

  it('gets an empty list for an empty list', async () => {
    const supabase = await supabaseOf(app, COORDINATOR)
    expect(await supabase.rpc(FUNCTION, { activities: [] })).toMatchObject({
      data: [],
      error: null,
      status: 200,
    })
  })

  it('may name itself as who recorded', async () => {
    const supabase = await supabaseOf(app, COORDINATOR)
    const activities = [{ ...rowOf(freshRow()), recorded_by_user_id: demoId(COORDINATOR) }]
    expect((await supabase.rpc(FUNCTION, { activities })).data).toEqual([expect.stringMatching(UUID)])
  })

  it('gets a PostgREST error that names every bad row, with nothing saved', async () => {
    const good = freshRows(2)
    const supabase = await supabaseOf(app, COORDINATOR)
    const { data, error, status } = await supabase.rpc(FUNCTION, {
      activities: [
        rowOf(good[0] as never),
        { ...rowOf(freshRow()), duration_minutes: 0 },
        rowOf(good[1] as never),
        { ...rowOf(freshRow()), peer_mentor_user_id: undefined },
      ],
    })
    expect({ data, status }).toEqual({ data: null, status: 400 })
    expect(error).toMatchObject({ code: 'PT400', hint: expect.stringContaining('details') })
    expect(JSON.parse(error?.details ?? '')).toEqual({
      issues: [
        { index: 1, field: 'duration_minutes', code: 'INVALID_VALUE', message: expect.any(String) },
        { index: 3, field: 'peer_mentor_user_id', code: 'REQUIRED', message: expect.any(String) },
      ],
    })
    expect(await countSaved(oslo, good)).toBe(0)
  })

  it('gets 400 for mentors whom it can’t see, as for those whom there are none of', async () => {
    const supabase = await supabaseOf(app, 'coordinator@bergen.example')
    const { error, status } = await supabase.rpc(FUNCTION, {
      activities: [freshRow(), freshRow({ peerMentorUserId: crypto.randomUUID() })].map(rowOf),
    })
    expect({ status, code: error?.code }).toEqual({ status: 400, code: 'PT400' })
    const [{ index: _, ...hidden }, { index: __, ...missing }] = JSON.parse(error?.details ?? '').issues
    expect(hidden).toMatchObject({ field: 'peer_mentor_user_id', code: 'PEER_MENTOR_NOT_FOUND' })
    expect(hidden).toEqual(missing)
  })

  it('gets 403 for rows in somebody else’s name', async () => {
    const supabase = await supabaseOf(app, COORDINATOR)
    const activities = [{ ...rowOf(freshRow()), recorded_by_user_id: demoId('coordinator@bergen.example') }]
    const { error, status } = await supabase.rpc(FUNCTION, { activities })
    expect({ status, code: error?.code }).toEqual({ status: 403, code: 'PT403' })
    expect(JSON.parse(error?.details ?? '').issues).toMatchObject([
      { index: 0, field: 'recorded_by_user_id', code: 'RECORDED_BY_NOT_ALLOWED' },
    ])
  })

  it('gets 403 where it coordinates no chapter', async () => {
    const supabase = await supabaseOf(app, 'mentor1@oslo.example')
    const { error, status } = await supabase.rpc(FUNCTION, { activities: freshRows(1).map(rowOf) })
    expect({ status, code: error?.code, details: error?.details }).toEqual({
      status: 403,
      code: '42501',
      details: null,
    })
  })

  it('gets 409 for what is there already', async () => {
    const activities = freshRows(2).map(rowOf)
    const supabase = await supabaseOf(app, COORDINATOR)
    await supabase.rpc(FUNCTION, { activities })
    const { error, status } = await supabase.rpc(FUNCTION, { activities })
    expect({ status, code: error?.code }).toEqual({ status: 409, code: 'PT409' })
    expect(JSON.parse(error?.details ?? '').issues).toMatchObject([
      { index: 0, field: null, code: 'DUPLICATE_ACTIVITY' },
      { index: 1, field: null, code: 'DUPLICATE_ACTIVITY' },
    ])
  })

  it('gets 413 for more than 200 rows', async () => {
    const supabase = await supabaseOf(app, COORDINATOR)
    const { error, status } = await supabase.rpc(FUNCTION, { activities: freshRows(201).map(rowOf) })
    expect({ status, code: error?.code, details: JSON.parse(error?.details ?? '') }).toEqual({
      status: 413,
      code: '54000',
      details: { limit: 200, received: 201 },
    })
  })
})

describe('who calls the endpoint', () => {
  it('may send the token as apikey alone', async () => {
    const answer = await postToRpc(
      app,
      { activities: [rowOf(freshRow())] },
      { apikey: await app.token(COORDINATOR) },
    )
    expect(answer).toMatchObject({ status: 200, body: [expect.stringMatching(UUID)] })
  })

  it('is whom Authorization names, whatever apikey says', async () => {
    const mentor = { ...(await bearer('mentor1@oslo.example')), apikey: await app.token(COORDINATOR) }
    expect((await postToRpc(app, { activities: [] }, mentor)).status).toBe(403)
  })

  it.each<[string, string, () => Promise<Record<string, string>>]>([
    ['nobody', '42501', async () => ({})],
    ['a project’s anonymous key', '42501', async () => ({ apikey: await signed({ role: 'anon' }) })],
    ['a key that is no token', 'PGRST301', async () => ({ apikey: 'sb_publishable_key' })],
    ['a token that does not hold', 'PGRST301', async () => ({ authorization: 'Bearer a.b.c' })],
  ])('is refused with 401 for %s', async (_, code, headers) => {
    const { status, body } = await postToRpc(app, { activities: [rowOf(freshRow())] }, await headers())
    expect({ status, body }).toEqual({
      status: 401,
      body: { code, message: expect.any(String), details: null, hint: null },
    })
  })

  it('is told how to log in where the token does not hold', async () => {
    const { headers } = await postToRpc(app, { activities: [] }, { authorization: 'Bearer a.b.c' })
    expect(headers.get('www-authenticate')).toBe('Bearer')
  })
})

describe('the endpoint and the mutation', () => {
  it('find the same issues in the same rows', async () => {
    const taken = freshRow()
    success(await bulkRegister(oslo, [taken]))
    const twice = freshRow()
    const rows = [
      taken,
      twice,
      twice,
      freshRow({ peerMentorUserId: demoId('mentor1@bergen.example') }),
      freshRow({ activityTypeId: demoId('no such type') }),
      freshRow({ durationMinutes: 1441 }),
      freshRow(),
    ]
    const { issues } = rejection(await bulkRegister(oslo, rows))
    const { body } = await postToRpc(app, { activities: rows.map(rowOf) }, await bearer(COORDINATOR))
    const inSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    expect(issues.length).toBeGreaterThanOrEqual(5)
    expect(JSON.parse((body as { details: string }).details).issues).toEqual(
      issues.map((issue) => ({ ...issue, field: issue.field ? inSnakeCase(issue.field) : null })),
    )
  })

  it('share their idempotency keys', async () => {
    const rows = freshRows(3)
    const key = 'one key for both endpoints'
    const first = success(await bulkRegister(oslo, rows, { idempotencyKey: key }))
    const headers = { ...(await bearer(COORDINATOR)), 'idempotency-key': key }
    const again = { activities: rows.map(rowOf) }
    expect(await postToRpc(app, again, headers)).toMatchObject({ status: 200, body: first.activityIds })
  })
})
