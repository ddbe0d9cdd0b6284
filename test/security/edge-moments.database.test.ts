import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import type { ActivityInput } from '../generated/graphql.ts'
import { bulkRegister } from '../support/bulk-registration.ts'
import { sample } from '../support/length.ts'
import { Register } from '../support/operations/activity-registration.ts'
import { ActivityRecords } from '../support/operations/reads.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { refusalOf } from '../support/refusal.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { submit } from '../support/submission.ts'
import { postToRpc, rowOf } from '../support/supabase-client.ts'
import { MOMENTS, OUT_OF_RANGE, type Reading } from './moments.ts'

const TROMSO = 'coordinator@tromso.example'
let app: RunningApp
let tromso: GraphQLClient
let authorization: string
beforeAll(async () => {
  app = await startApp({ MAX_ACTIVE_SUBMISSIONS: '1000' })
  tromso = await app.client(TROMSO)
  authorization = `Bearer ${await app.token(TROMSO)}`
})
afterAll(() => app.stop())

// One mentor for each moment, so that none is a duplicate of another.
let mentors = 0
const nextMentor = () => demoId(`mentor${++mentors}@tromso.example`)

/** How an entry point reads the time of an activity; each registers an activity of its own type. */
type EntryPoint = (activity: ActivityInput) => Promise<Reading>

/** A request refused as a whole names the place; anything else is no answer to a moment. */
async function refused(request: Promise<unknown>, named: string): Promise<Reading> {
  const { errors } = await refusalOf(request)
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(named) }])
  return null
}
const isIssue = { index: 0, code: 'INVALID_VALUE' }
const storedAt = async (id: string | undefined): Promise<Reading> => {
  const { activityRecords } = await tromso.request(ActivityRecords, { filter: { ids: [id as string] } })
  return activityRecords.edges[0]?.node.recordedAt ?? 'nothing is there'
}

const entryPoints: Record<string, EntryPoint> = {
  async registerActivity(activity) {
    const input = { ...activity, activityTypeId: demoId('Phone call') }
    const request = tromso.request(Register, { input })
    const answer = await request.catch(() => null)
    if (!answer) return refused(request, 'input.recordedAt')
    const result = answer.registerActivity
    if (result.__typename === 'ActivityRecord') return storedAt(result.id)
    expect(result).toMatchObject({ issues: [{ ...isIssue, field: 'recordedAt' }] })
    return null
  },
  async bulkRegisterActivities(activity) {
    const request = bulkRegister(tromso, [{ ...activity, activityTypeId: demoId('Home visit') }])
    const result = await request.catch(() => null)
    if (!result) return refused(request, 'input.activities[0].recordedAt')
    if (result.__typename === 'BulkRegisterActivitiesSuccess') return storedAt(result.activityIds[0])
    expect(result).toMatchObject({ issues: [{ ...isIssue, field: 'recordedAt' }] })
    return null
  },
  async submitBulkRegistration({ peerMentorUserId, recordedAt, durationMinutes }) {
    const template = { activityTypeId: demoId('Video call'), recordedAt, durationMinutes }
    const request = submit(tromso, [peerMentorUserId], { template })
    const result = await request.catch(() => null)
    if (!result) return refused(request, 'input.template.recordedAt')
    if (result.__typename === 'BulkSubmission') return result.template.recordedAt
    expect(result).toMatchObject({ issues: [{ ...isIssue, field: 'recordedAt' }] })
    return null
  },
  async 'the RPC endpoint'(activity) {
    const activities = [rowOf({ ...activity, activityTypeId: demoId('Group meeting') })]
    const { status, body } = await postToRpc(app, { activities }, { authorization })
    if (status === 200) return storedAt((body as string[])[0])
    const [issue, ...others] = JSON.parse((body as { details: string }).details).issues
    expect({ status, issue, others }).toMatchObject({
      status: 400,
      issue: { ...isIssue, field: 'recorded_at' },
      others: [],
    })
    return null
  },
}

describe('a moment at the edge', () => {
  it.each(sample(MOMENTS, 4))('is read the same by every endpoint: %s', async (recordedAt, expected) => {
    const peerMentorUserId = nextMentor()
    const activity = { peerMentorUserId, activityTypeId: '', recordedAt, durationMinutes: 30 }
    const readings = Object.entries(entryPoints).map(async ([name, ask]) => [name, await ask(activity)])
    expect(Object.fromEntries(await Promise.all(readings))).toEqual(
      Object.fromEntries(Object.keys(entryPoints).map((name) => [name, expected])),
    )
    if (expected === null) return
    const found = async (recordedTo: string) =>
      (
        await tromso.request(ActivityRecords, {
          filter: { peerMentorUserId, recordedFrom: recordedAt, recordedTo },
        })
      ).activityRecords.totalCount
    expect(await found(recordedAt)).toBe(0)
    expect(await found(new Date(Date.parse(expected) + 1).toISOString())).toBeGreaterThanOrEqual(3)
  })

  it.each(sample(MOMENTS, 4, 2))(
    'is read the same by a filter, in a variable and in the query: %s',
    async (text, expected) => {
      const known = expected !== null || OUT_OF_RANGE.includes(text)
      const inVariable = {
        query: 'query ($filter: ActivityRecordFilter) { activityRecords(filter: $filter) { totalCount } }',
        variables: { filter: { recordedFrom: text } },
      }
      const inQuery = {
        query: `{ activityRecords(filter: { recordedTo: ${JSON.stringify(text)} }) { totalCount } }`,
      }
      for (const [asked, named] of [
        [inVariable, 'filter.recordedFrom'],
        [inQuery, 'DateTime'],
      ] as const) {
        const { code, body } = await postGraphql(app.url, asked, { authorization })
        expect({ asked, code: code ?? 'none' }).toEqual({
          asked,
          code: known ? 'none' : expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/),
        })
        if (!known) expect(body.errors?.[0]?.message).toContain(named)
      }
    },
  )
})

describe('a moment about a day ahead', () => {
  const spelt = (ms: number, hours: number) => {
    const local = new Date(Date.now() + ms + hours * 3_600_000).toISOString().slice(0, -1)
    return `${local}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
  }
  const DAY_MS = 86_400_000

  it.each(sample([23, 0, -23, 14, -12], 2))(
    'is taken up to a day by every endpoint, and no later, %i hours off',
    async (hours) => {
      const within = { peerMentorUserId: nextMentor(), activityTypeId: '', durationMinutes: 30 }
      for (const [name, ask] of Object.entries(entryPoints)) {
        const recordedAt = spelt(DAY_MS - 1_000, hours)
        expect([name, await ask({ ...within, recordedAt })]).toEqual([
          name,
          new Date(recordedAt).toISOString(),
        ])
        // The clock goes on while the request is on its way.
        expect([name, await ask({ ...within, recordedAt: spelt(DAY_MS + 600_000, hours) })]).toEqual([
          name,
          null,
        ])
      }
    },
  )
})
