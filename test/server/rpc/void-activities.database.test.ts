import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { bulkRegister, freshRows, success } from '../../support/bulk-registration.ts'
import { VoidedRecords } from '../../support/operations/voiding.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { supabaseOf } from '../../support/supabase-client.ts'

const COORDINATOR = 'coordinator@oslo.example'
const NOBODY = '99999999-9999-4999-8999-999999999999'

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client(COORDINATOR)
})

const registered = async (count: number) => success(await bulkRegister(oslo, freshRows(count))).activityIds
const countVoided = async (ids: string[]) => {
  const { activityRecords } = await oslo.request(VoidedRecords, { filter: { ids, includeVoided: true } })
  return activityRecords.edges.filter(({ node }) => node.voidedAt !== null).length
}
const callVoid = async (parameters: Record<string, unknown>, headers: Record<string, string> = {}) => {
  const supabase = await supabaseOf(app, COORDINATOR, headers)
  const { data, error, status } = await supabase.rpc('void_activities', parameters)
  return { data, error, status }
}

describe('a Supabase client that calls void_activities', () => {
  it('is told how many activities were taken back that had not been before', async () => {
    const ids = await registered(3)
    const parameters = { activity_ids: ids, reason: 'Wrong day' }
    expect(await callVoid(parameters)).toEqual({ data: 3, error: null, status: 200 })
    expect(await callVoid(parameters)).toEqual({ data: 0, error: null, status: 200 })
    expect(await countVoided(ids)).toBe(3)
  })

  it('gets a PostgREST error that names every id that stands in the way, with nothing taken back', async () => {
    const ids = await registered(1)
    const { error, status } = await callVoid({ activity_ids: [...ids, NOBODY, 'x'], reason: 'r' })
    expect({ status, code: error?.code }).toEqual({ status: 400, code: 'PT400' })
    expect(JSON.parse(error?.details ?? '').issues).toMatchObject([
      { index: 1, code: 'ACTIVITY_NOT_FOUND' },
      { index: 2, code: 'ACTIVITY_NOT_FOUND' },
    ])
    expect(await countVoided(ids)).toBe(0)
  })

  it('may try without saving', async () => {
    const ids = await registered(2)
    const tried = await callVoid({ activity_ids: ids, reason: 'r' }, { prefer: 'tx=rollback' })
    expect(tried).toEqual({ data: 2, error: null, status: 200 })
    expect(await countVoided(ids)).toBe(0)
  })

  it.each([
    ['no reason', { activity_ids: [] }, 404, 'PGRST202'],
    ['an empty reason', { activity_ids: [], reason: ' ' }, 400, '22023'],
    ['ids that are no list', { activity_ids: NOBODY, reason: 'r' }, 400, '22023'],
    ['ids that are no texts', { activity_ids: [1], reason: 'r' }, 400, '22023'],
    ['one parameter too many', { activity_ids: [], reason: 'r', force: true }, 404, 'PGRST202'],
    ['more than 200 ids', { activity_ids: Array(201).fill(NOBODY), reason: 'r' }, 413, '54000'],
  ])('is refused with %s', async (_, parameters, status, code) => {
    const answer = await callVoid(parameters)
    expect({ status: answer.status, code: answer.error?.code }).toEqual({ status, code })
  })

  it('is refused without a login', async () => {
    const response = await fetch(`${app.url}/rest/v1/rpc/void_activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ activity_ids: [NOBODY], reason: 'r' }),
    })
    expect(response.status).toBe(401)
  })
})
