import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ActivityInput } from '../../generated/graphql.ts'
import { bulkRegister, countSaved, freshRows, rejection, success } from '../../support/bulk-registration.ts'
import { AuditLog } from '../../support/operations/reads.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
})

const dryRun = true

describe('a dry run', () => {
  it('saves nothing and says so', async () => {
    const rows = freshRows(200)
    const { totalCount: audited } = (await oslo.request(AuditLog, {})).auditLog
    expect(success(await bulkRegister(oslo, rows, { dryRun }))).toEqual({
      __typename: 'BulkRegisterActivitiesSuccess',
      activityIds: [],
      activities: [],
      dryRun: true,
      replayed: false,
    })
    expect(await countSaved(oslo, rows)).toBe(0)
    expect((await oslo.request(AuditLog, {})).auditLog.totalCount).toBe(audited)
    expect(success(await bulkRegister(oslo, rows)).activityIds).toHaveLength(200)
  })

  it('reports what the real call would', async () => {
    const there = freshRows(1)
    success(await bulkRegister(oslo, there))
    const rows = [...there, ...freshRows(5)]
    Object.assign(rows[2] as ActivityInput, { durationMinutes: 0, activityTypeId: 'x' })
    Object.assign(rows[3] as ActivityInput, rows[1])
    const rehearsed = rejection(await bulkRegister(oslo, rows, { dryRun }))
    expect(rehearsed.issues.map(({ code }) => code)).toEqual([
      'DUPLICATE_ACTIVITY',
      'INVALID_VALUE',
      'INVALID_VALUE',
      'DUPLICATE_IN_BATCH',
    ])
    expect(rehearsed).toEqual(await bulkRegister(oslo, rows))
  })

  it('is a real call where dryRun is null', async () => {
    const rows = freshRows(1)
    expect(success(await bulkRegister(oslo, rows, { dryRun: null })).dryRun).toBe(false)
    expect(await countSaved(oslo, rows)).toBe(1)
  })
})

describe('a dry run with an idempotency key', () => {
  const idempotencyKey = 'rehearsal'

  it('keeps nothing of the key: the real call with it is the first', async () => {
    const rows = freshRows(3)
    await bulkRegister(oslo, freshRows(2), { dryRun, idempotencyKey })
    await bulkRegister(oslo, rows, { dryRun, idempotencyKey })
    const first = success(await bulkRegister(oslo, rows, { idempotencyKey }))
    expect(first).toMatchObject({ dryRun: false, replayed: false })
    expect(first.activityIds).toHaveLength(3)
  })

  it('tells after the real call what that would be answered', async () => {
    const rows = freshRows(1)
    await bulkRegister(oslo, rows, { idempotencyKey: 'used' })
    expect(await bulkRegister(oslo, rows, { dryRun, idempotencyKey: 'used' })).toMatchObject({
      activityIds: [],
      dryRun: true,
      replayed: true,
    })
    expect(await bulkRegister(oslo, freshRows(1), { dryRun, idempotencyKey: 'used' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
  })
})
