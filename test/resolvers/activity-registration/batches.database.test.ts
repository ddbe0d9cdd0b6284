import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { bulkRegister, countSaved, freshRow, freshRows, success } from '../../support/bulk-registration.ts'
import { BulkRegister } from '../../support/operations/activity-registration.ts'
import { refusalOf } from '../../support/refusal.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let oslo: GraphQLClient
let mentor: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
  mentor = await app.client('mentor1@oslo.example')
})

describe('a batch that is in order', () => {
  it('is registered as a whole, up to 200 rows, ids and activities in input order', async () => {
    const rows = freshRows(200).sort(() => Math.random() - 0.5)
    const { activityIds, activities, dryRun, replayed } = success(await bulkRegister(oslo, rows))
    expect(new Set(activityIds).size).toBe(200)
    expect(activities.map(({ id }) => id)).toEqual(activityIds)
    expect(
      activities.map(({ peerMentor, activityType, recordedAt, durationMinutes }) => ({
        peerMentorUserId: peerMentor?.id,
        activityTypeId: activityType.id,
        recordedAt,
        durationMinutes,
      })),
    ).toEqual(rows)
    expect({ dryRun, replayed }).toEqual({ dryRun: false, replayed: false })
    expect(await countSaved(oslo, rows)).toBe(200)
  })

  it('is recorded in the name of the coordinator, said or unsaid', async () => {
    const coordinator = demoId('coordinator@oslo.example')
    const { activities } = success(
      await bulkRegister(oslo, [
        freshRow(),
        freshRow({ recordedByUserId: null }),
        freshRow({ recordedByUserId: coordinator }),
        freshRow({ recordedByUserId: coordinator.toUpperCase() }),
      ]),
    )
    expect(activities.map(({ recordedByUserId }) => recordedByUserId)).toEqual(Array(4).fill(coordinator))
  })

  it('may be empty, and answers then with nothing', async () => {
    expect(success(await bulkRegister(oslo, []))).toMatchObject({ activityIds: [], activities: [] })
  })

  it('takes the least and the most that a duration may be', async () => {
    const { activities } = success(
      await bulkRegister(oslo, [freshRow({ durationMinutes: 1 }), freshRow({ durationMinutes: 1440 })]),
    )
    expect(activities.map(({ durationMinutes }) => durationMinutes)).toEqual([1, 1440])
  })

  it('takes UUIDs in whichever case, and answers in lower case', async () => {
    const row = freshRow()
    const shouted = { ...row, peerMentorUserId: row.peerMentorUserId.toUpperCase() }
    const { activities } = success(await bulkRegister(oslo, [shouted]))
    expect(activities[0]?.peerMentor?.id).toBe(row.peerMentorUserId)
  })
})

describe('the time of an activity', () => {
  it.each([
    ['with an offset, answered in UTC', '2024-05-01T00:30:00+02:00', '2024-04-30T22:30:00.000Z'],
    ['with a negative offset', '2024-05-02T23:30:00-05:30', '2024-05-03T05:00:00.000Z'],
    ['in small letters', '2024-05-03t10:00:00z', '2024-05-03T10:00:00.000Z'],
    ['on a leap day', '2024-02-29T10:00:00Z', '2024-02-29T10:00:00.000Z'],
    ['as early as 1900', '1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
    ['truncated to the millisecond', '2024-05-04T10:00:00.123999999Z', '2024-05-04T10:00:00.123Z'],
  ])('is taken %s', async (_, recordedAt, kept) => {
    const { activities } = success(await bulkRegister(oslo, [freshRow({ recordedAt })]))
    expect(activities[0]?.recordedAt).toBe(kept)
  })

  it('may lie almost a day ahead', async () => {
    const recordedAt = new Date(Date.now() + 23 * 3_600_000).toISOString()
    expect(success(await bulkRegister(oslo, [freshRow({ recordedAt })])).activities[0]?.recordedAt).toBe(
      recordedAt,
    )
  })

  it.each([
    'yesterday',
    '2025-03-01',
    '2025-03-01T10:00:00',
    '2025-02-29T10:00:00Z',
    '2025-03-01T24:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '',
  ])('is a mistake of the request, naming its place, where it is %j', async (recordedAt) => {
    const { errors } = await refusalOf(bulkRegister(oslo, [freshRow(), freshRow({ recordedAt })]))
    expect(errors).toHaveLength(1)
    expect(errors[0]?.code).toBe('BAD_USER_INPUT')
    expect(errors[0]?.message).toContain('input.activities[1].recordedAt')
  })

  it.each([17, 1e300, true, null, {}])('is a mistake of the request where it is %j', async (recordedAt) => {
    const activities = [{ ...freshRow(), recordedAt: recordedAt as string }]
    const { errors } = await refusalOf(oslo.request(BulkRegister, { input: { activities } }))
    expect(errors[0]?.code).toBe('BAD_USER_INPUT')
    expect(errors[0]?.message).toContain('input.activities[0].recordedAt')
  })
})

describe('more than 200 rows', () => {
  const tooLarge = (received: number) => ({
    __typename: 'BatchTooLargeError',
    code: 'BATCH_TOO_LARGE',
    limit: 200,
    received,
  })

  it('are refused as a whole', async () => {
    const rows = freshRows(201)
    expect(await bulkRegister(oslo, rows)).toMatchObject(tooLarge(201))
    expect(await countSaved(oslo, rows)).toBe(0)
  })

  it('are refused before anything is read of them', async () => {
    const garbage = Array.from({ length: 1000 }, () =>
      freshRow({ peerMentorUserId: '\0', durationMinutes: -1 }),
    )
    expect(await bulkRegister(oslo, garbage)).toMatchObject(tooLarge(1000))
    expect(await bulkRegister(oslo, garbage, { dryRun: true, idempotencyKey: 'too many' })).toMatchObject(
      tooLarge(1000),
    )
  })
})

describe('who is no coordinator', () => {
  const denied = { __typename: 'PermissionDeniedError', code: 'PERMISSION_DENIED' }

  it('may register nothing in bulk, not even for themselves', async () => {
    const own = freshRows(1)
    expect(await bulkRegister(mentor, own)).toMatchObject(denied)
    expect(await bulkRegister(mentor, own, { dryRun: true })).toMatchObject(denied)
    expect(await bulkRegister(mentor, [])).toMatchObject(denied)
    expect(await countSaved(oslo, own)).toBe(0)
  })

  it('learns nothing about rows', async () => {
    const rows = [freshRow({ peerMentorUserId: 'garbage' }), freshRow({ durationMinutes: 0 })]
    expect(Object.keys(await bulkRegister(mentor, rows)).sort()).toEqual(['__typename', 'code', 'message'])
  })

  it('is refused too where the user has no profile at all', async () => {
    expect(await bulkRegister(await app.client('stranger@nowhere.example'), freshRows(1))).toMatchObject(
      denied,
    )
  })
})
