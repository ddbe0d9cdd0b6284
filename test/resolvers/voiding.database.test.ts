import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import type { VoidActivitiesInput } from '../generated/graphql.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../support/app-beside-administrator.ts'
import { bulkRegister, freshRow, freshRows, success } from '../support/bulk-registration.ts'
import { holdWrites } from '../support/held-writes.ts'
import { AuditEntries, VoidActivities, VoidedRecords } from '../support/operations/voiding.ts'
import { refusalOf } from '../support/refusal.ts'
import {
  accepted,
  finished,
  freshTemplate,
  mentorsOf,
  retry,
  submit,
  submitToTheEnd,
} from '../support/submission.ts'

const NOBODY = '99999999-9999-4999-8999-999999999999'

let beside: AppBesideAdministrator
let oslo: GraphQLClient
let bergen: GraphQLClient
let mentor: GraphQLClient
beforeAll(async () => {
  beside = await startAppBesideAdministrator()
  oslo = await beside.app.client('coordinator@oslo.example')
  bergen = await beside.app.client('coordinator@bergen.example')
  mentor = await beside.app.client('mentor1@oslo.example')
})
afterAll(() => beside.stop())

const voidWith = async (client: GraphQLClient, input: VoidActivitiesInput) =>
  (await client.request(VoidActivities, { input })).voidActivities
const registered = async (client: GraphQLClient, count: number) =>
  success(await bulkRegister(client, freshRows(count))).activityIds
const records = async (client: GraphQLClient, ids: string[], includeVoided: boolean) =>
  (await client.request(VoidedRecords, { filter: { ids, includeVoided } })).activityRecords
const voidEntries = async (client: GraphQLClient) =>
  (await client.request(AuditEntries)).auditLog.edges
    .map(({ node }) => node)
    .filter(({ kind }) => kind === 'VOID')
const rejected = (...issues: [index: number, code: string][]) => ({
  __typename: 'ActivitiesRejectedError',
  issues: issues.map(([index, code]) => ({ index, field: null, code })),
})

describe('voiding activities', () => {
  it('keeps them on record with who did it and why, and counts them no more', async () => {
    const ids = await registered(oslo, 3)
    expect(await voidWith(oslo, { activityIds: ids, reason: 'Wrong day' })).toEqual({
      __typename: 'VoidActivitiesSuccess',
      voided: 3,
      alreadyVoided: 0,
    })
    expect(await records(oslo, ids, false)).toEqual({ totalCount: 0, edges: [] })
    const { totalCount, edges } = await records(oslo, ids, true)
    expect(totalCount).toBe(3)
    for (const { node } of edges) {
      expect(node).toMatchObject({
        voidedByUserId: demoId('coordinator@oslo.example'),
        voidReason: 'Wrong day',
      })
      expect(Date.parse(node.voidedAt ?? '')).toBeLessThanOrEqual(Date.now())
    }
  })

  it('changes nothing when it is done again, and tells so', async () => {
    const ids = await registered(oslo, 2)
    await voidWith(oslo, { activityIds: ids, reason: 'first' })
    const more = await registered(oslo, 1)
    expect(
      await voidWith(oslo, { activityIds: [...ids, ...more, ids[0] as string], reason: 'second' }),
    ).toMatchObject({ voided: 1, alreadyVoided: 2 })
    const { edges } = await records(oslo, ids, true)
    expect(edges.map(({ node }) => node.voidReason)).toEqual(['first', 'first'])
  })

  it('lets the same activity be registered anew', async () => {
    const row = freshRow()
    const [id = ''] = success(await bulkRegister(oslo, [row])).activityIds
    await voidWith(oslo, { activityIds: [id], reason: 'again' })
    expect((await bulkRegister(oslo, [row])).__typename).toBe('BulkRegisterActivitiesSuccess')
  })

  it('is all or nothing, and names every id that stands in the way', async () => {
    const mine = await registered(oslo, 1)
    const theirs = success(await bulkRegister(bergen, freshRows(1, 'bergen.example'))).activityIds
    const activityIds = [...mine, ...theirs, NOBODY, 'x']
    expect(await voidWith(oslo, { activityIds, reason: 'all of it' })).toMatchObject({
      ...rejected([1, 'ACTIVITY_NOT_FOUND'], [2, 'ACTIVITY_NOT_FOUND'], [3, 'ACTIVITY_NOT_FOUND']),
      rolledBackCount: 1,
    })
    expect((await records(oslo, mine, false)).totalCount).toBe(1)
  })

  it('is for a mentor what they registered themselves, and not what their coordinator did', async () => {
    const own = await mentor.request<{ registerActivity: { id: string } }>(
      'mutation ($input: ActivityInput!) { registerActivity(input: $input) { ... on ActivityRecord { id } } }',
      { input: freshRow() },
    )
    expect(
      await voidWith(mentor, { activityIds: [own.registerActivity.id], reason: 'my mistake' }),
    ).toMatchObject({ voided: 1 })
    const coordinators = success(await bulkRegister(oslo, [freshRow()])).activityIds
    expect(await voidWith(mentor, { activityIds: coordinators, reason: 'not mine' })).toMatchObject(
      rejected([0, 'VOID_NOT_ALLOWED']),
    )
  })

  it('is refused once the books are closed', async () => {
    const ids = await registered(oslo, 1)
    const close = (until: string) =>
      beside.administer(`UPDATE public.chapters SET closed_before = ${until} WHERE name = 'Oslo'`)
    await close("'2030-01-01'")
    try {
      expect(await voidWith(oslo, { activityIds: ids, reason: 'late' })).toMatchObject(
        rejected([0, 'PERIOD_CLOSED']),
      )
      expect(await bulkRegister(oslo, [freshRow()])).toMatchObject({
        issues: [{ index: 0, field: 'recordedAt', code: 'PERIOD_CLOSED' }],
      })
    } finally {
      await close('NULL')
    }
  })

  it('takes at most 200 ids', async () => {
    expect(await voidWith(oslo, { activityIds: Array(201).fill(NOBODY), reason: 'many' })).toMatchObject({
      __typename: 'BatchTooLargeError',
      limit: 200,
      received: 201,
    })
  })

  it.each<[string, VoidActivitiesInput, string]>([
    [
      'both ways to name them',
      { activityIds: [], bulkSubmissionId: NOBODY, reason: 'r' },
      'input: name either',
    ],
    ['neither', { reason: 'r' }, 'input: name either'],
    ['an empty reason', { activityIds: [], reason: ' \n' }, 'input.reason: must not be empty'],
    ['a long reason', { activityIds: [], reason: 'r'.repeat(501) }, 'input.reason: must have at most 500'],
    ['a NUL in the reason', { activityIds: [], reason: 'a\0' }, 'input.reason: must not contain control'],
  ])('is refused as a mistake of the request: %s', async (_, input, message) => {
    const { errors } = await refusalOf(voidWith(oslo, input))
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }])
  })

  it('leaves one entry in the audit log, which one’s own activities do not', async () => {
    const before = (await voidEntries(oslo)).length
    await voidWith(oslo, { activityIds: await registered(oslo, 4), reason: 'audited' })
    const [latest, ...others] = await voidEntries(oslo)
    expect(others).toHaveLength(before)
    expect(latest).toEqual({
      kind: 'VOID',
      actingCoordinatorId: demoId('coordinator@oslo.example'),
      submissionId: null,
      chapter: { name: 'Oslo' },
      total: 4,
      succeeded: 4,
      failed: 0,
    })
    expect(await voidEntries(mentor)).toEqual([])
  })
})

describe('voiding a submission', () => {
  it('takes back all that it registered, in one entry, and lets its mentors be registered anew', async () => {
    const template = freshTemplate()
    const mentorIds = [...mentorsOf('oslo.example', 5), NOBODY]
    const { id } = await submitToTheEnd(oslo, mentorIds, { template })
    const input = { bulkSubmissionId: id, reason: 'Never took place' }
    expect(await voidWith(oslo, input)).toMatchObject({ voided: 5, alreadyVoided: 0 })
    expect(await voidWith(oslo, input)).toMatchObject({ voided: 0, alreadyVoided: 5 })
    expect((await voidEntries(oslo)).filter(({ submissionId }) => submissionId === id)).toMatchObject([
      { total: 5, succeeded: 5 },
    ])
    const again = await submitToTheEnd(oslo, mentorIds.slice(0, 5), { template })
    expect(again.overallStatus).toBe('SUCCESS')
  })

  it('is refused while it runs', async () => {
    const tromso = await beside.app.client('coordinator@tromso.example')
    const writes = holdWrites()
    onTestFinished(() => void vi.restoreAllMocks())
    writes.holdAfter(10)
    const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 20)))
    expect(await voidWith(tromso, { bulkSubmissionId: id, reason: 'too early' })).toMatchObject({
      __typename: 'SubmissionNotFinishedError',
      code: 'SUBMISSION_NOT_FINISHED',
    })
    writes.release()
    await finished(tromso, { id })
  })

  it('tells what is somebody else’s, nobody’s and malformed alike', async () => {
    const { id } = await submitToTheEnd(bergen, mentorsOf('bergen.example', 1))
    for (const bulkSubmissionId of [id, NOBODY, 'x', '']) {
      expect(await voidWith(oslo, { bulkSubmissionId, reason: 'whose?' })).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'There is no such submission of yours.',
      })
    }
  })

  it('lets a retry register whom it had registered', async () => {
    const template = freshTemplate()
    const [first = ''] = mentorsOf('oslo.example', 1)
    await submitToTheEnd(oslo, [first], { template })
    const { id } = await submitToTheEnd(oslo, [first], { template }) // fails: the activity is there already
    const corrected = await finished(oslo, accepted(await retry(oslo, id, { template: freshTemplate() })))
    expect(corrected.succeeded).toBe(1)
    const again = () => retry(oslo, id, { template: freshTemplate() })
    expect(await again()).toMatchObject({ __typename: 'NothingToRetryError' })
    await voidWith(oslo, { bulkSubmissionId: corrected.id, reason: 'again' })
    expect(await finished(oslo, accepted(await again()))).toMatchObject({ succeeded: 1 })
  })
})
