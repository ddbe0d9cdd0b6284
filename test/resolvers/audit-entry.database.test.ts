import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { bulkRegister, freshRow, freshRows, rejection, success } from '../support/bulk-registration.ts'
import { everyPage } from '../support/every-page.ts'
import { Register } from '../support/operations/activity-registration.ts'
import { AuditLog } from '../support/operations/reads.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
let mentor: GraphQLClient
beforeAll(async () => {
  app = await startApp()
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
  mentor = await app.client('mentor1@oslo.example')
})
afterAll(() => app.stop())

const log = async (client: GraphQLClient) => (await client.request(AuditLog, { first: 200 })).auditLog

/** What an action adds to the coordinator's log. */
async function addedBy(action: () => Promise<unknown>) {
  const before = await log(oslo)
  await action()
  const after = await log(oslo)
  expect(after.edges.slice(after.totalCount - before.totalCount)).toEqual(before.edges)
  return after.edges.slice(0, after.totalCount - before.totalCount).map(({ node }) => node)
}

const entry = (total: number) => ({
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  kind: 'ATOMIC_BATCH',
  actingCoordinatorId: demoId('coordinator@oslo.example'),
  total,
  succeeded: total,
  failed: 0,
  createdAt: expect.stringMatching(/Z$/),
})

describe('an audit entry', () => {
  it('is written once for a batch that is registered', async () => {
    expect(await addedBy(() => bulkRegister(oslo, freshRows(17)))).toEqual([entry(17)])
  })

  it('is written once for an activity that is registered for a mentor', async () => {
    expect(await addedBy(() => oslo.request(Register, { input: freshRow() }))).toEqual([entry(1)])
  })

  it('is not written for a batch that is refused, rehearsed, empty or too large', async () => {
    const bad = freshRow({ durationMinutes: 0 })
    expect(await addedBy(async () => rejection(await bulkRegister(oslo, [bad])))).toEqual([])
    expect(await addedBy(() => bulkRegister(oslo, freshRows(3), { dryRun: true }))).toEqual([])
    expect(await addedBy(() => bulkRegister(oslo, []))).toEqual([])
    expect(await addedBy(() => bulkRegister(oslo, freshRows(201)))).toEqual([])
  })

  it('is not written again when an answer is replayed, one by one or all at once', async () => {
    const rows = freshRows(2)
    const again = () => bulkRegister(oslo, rows, { idempotencyKey: 'audited' })
    expect(await addedBy(() => Promise.all([again(), again(), again()]))).toEqual([entry(2)])
    expect(await addedBy(async () => expect(success(await again()).replayed).toBe(true))).toEqual([])
  })

  it('is not written for the batch that loses a race', async () => {
    const rows = freshRows(9)
    const both = () => Promise.all([bulkRegister(oslo, rows), bulkRegister(oslo, rows)])
    expect(await addedBy(both)).toEqual([entry(9)])
  })

  it('is not written for what a mentor registers for themselves', async () => {
    const input = freshRow({ peerMentorUserId: demoId('mentor1@oslo.example') })
    expect(await addedBy(() => mentor.request(Register, { input }))).toEqual([])
    expect((await log(mentor)).totalCount).toBe(0)
  })
})

describe('auditLog', () => {
  it('shows coordinators their own entries only, and mentors none', async () => {
    await bulkRegister(oslo, freshRows(2))
    await bulkRegister(bergen, freshRows(3, 'bergen.example'))
    expect((await log(bergen)).edges.map(({ node }) => [node.actingCoordinatorId, node.total])).toEqual([
      [demoId('coordinator@bergen.example'), 3],
    ])
    const acting = (await log(oslo)).edges.map(({ node }) => node.actingCoordinatorId)
    expect(new Set(acting)).toEqual(new Set([demoId('coordinator@oslo.example')]))
    expect(await log(mentor)).toMatchObject({ totalCount: 0, edges: [] })
  })

  it('is paged from the latest to the first, each entry once, also while others are added', async () => {
    for (let size = 1; size <= 9; size++) await bulkRegister(oslo, freshRows(size))
    const whole = (await log(oslo)).edges.map(({ node }) => node)
    expect(whole.slice(0, 9).map(({ total }) => total)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
    const pages = await everyPage(async (after) => {
      const page = (await oslo.request(AuditLog, { first: 2, after })).auditLog
      await bulkRegister(oslo, freshRows(1))
      return page
    })
    expect(pages.flatMap(({ edges }) => edges.map(({ node }) => node))).toEqual(whole)
  })
})
