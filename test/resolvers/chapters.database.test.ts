import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import type { ActivityRecordFilter } from '../generated/graphql.ts'
import { addPeople } from '../support/added-people.ts'
import { bulkRegister, freshRow, rejection, success } from '../support/bulk-registration.ts'
import { Cancel } from '../support/operations/bulk-submission.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import {
  accepted,
  freshTemplate,
  mentorsOf,
  outcomesOf,
  retry,
  submissionNow,
  submit,
  submitToTheEnd,
} from '../support/submission.ts'

const RecordsOfChapters = graphql(`
  query RecordsOfChapters($filter: ActivityRecordFilter) {
    activityRecords(filter: $filter, first: 200) {
      totalCount
      edges { node { id recordedByName chapter { name timeZone closedBefore } peerMentor { displayName } } }
    }
  }
`)
const SubmissionOfChapter = graphql(`
  query SubmissionOfChapter($id: ID!) {
    bulkSubmission(id: $id) { actingCoordinatorId chapter { name } }
  }
`)

const NOBODY = '99999999-9999-4999-8999-999999999999'
const BOTH = 'coordinator@two.example'
const COLLEAGUE = 'colleague@oslo.example'
const SHARED = 'shared@two.example'

let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
let both: GraphQLClient
let colleague: GraphQLClient
beforeAll(async () => {
  app = await startApp({}, async (database) => {
    await addPeople(database, [
      {
        id: demoId(BOTH),
        displayName: 'Both Of Them',
        memberships: { Oslo: ['coordinator'], Bergen: ['coordinator'] },
      },
      { id: demoId(COLLEAGUE), displayName: 'A Colleague', memberships: { Oslo: ['coordinator'] } },
      {
        id: demoId(SHARED),
        displayName: 'Shared Mentor',
        memberships: { Bergen: ['peer_mentor'], Oslo: ['peer_mentor'] },
      },
    ])
    const session = await database.openSession()
    await session.script(`
      BEGIN; SET LOCAL ROLE service_role;
      UPDATE public.chapter_members SET since = '2020-01-01'
      WHERE user_id = '${demoId(SHARED)}' AND chapter_id = '${demoId('Bergen')}';
      COMMIT`)
    await session.close()
  })
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
  both = await app.client(BOTH)
  colleague = await app.client(COLLEAGUE)
})
afterAll(() => app.stop())

const records = async (client: GraphQLClient, filter: ActivityRecordFilter) =>
  (await client.request(RecordsOfChapters, { filter })).activityRecords
const sharedRow = (chapterId?: string) =>
  freshRow({ peerMentorUserId: demoId(SHARED), ...(chapterId ? { chapterId } : {}) })
const chapterOf = async (client: GraphQLClient, id: string) =>
  (await records(client, { ids: [id] })).edges[0]?.node.chapter.name

describe('a record', () => {
  it('tells the chapter that it counts for, and who registered it by name', async () => {
    const [id = ''] = success(await bulkRegister(colleague, [freshRow()])).activityIds
    const { edges } = await records(oslo, { ids: [id] })
    expect(edges.map(({ node }) => node)).toEqual([
      {
        id,
        recordedByName: 'A Colleague',
        chapter: { name: 'Oslo', timeZone: 'Europe/Oslo', closedBefore: null },
        peerMentor: { displayName: 'Anne Andersen' },
      },
    ])
  })

  it('counts for the chapter that is named, or the one that the mentor has belonged to longest', async () => {
    const [named = '', unnamed = ''] = success(
      await bulkRegister(both, [sharedRow(demoId('Oslo').toUpperCase()), sharedRow()]),
    ).activityIds
    expect(await chapterOf(both, named)).toBe('Oslo')
    expect(await chapterOf(both, unnamed)).toBe('Bergen')
    expect(await chapterOf(oslo, unnamed)).toBeUndefined()
  })

  it('can’t count for a chapter that is unknown or not the caller’s, which is told alike', async () => {
    const rows = [demoId('Bergen'), NOBODY].map((chapterId) => sharedRow(chapterId))
    const { issues } = rejection(await bulkRegister(oslo, rows))
    expect(issues).toEqual(
      [0, 1].map((index) => ({
        index,
        field: 'chapterId',
        code: 'CHAPTER_NOT_FOUND',
        message: 'There is no such chapter of yours.',
      })),
    )
    expect(rejection(await bulkRegister(oslo, [sharedRow('x')])).issues).toMatchObject([
      { index: 0, field: 'chapterId', code: 'INVALID_VALUE' },
    ])
  })

  it('is found by its chapter', async () => {
    const [id = ''] = success(await bulkRegister(both, [sharedRow(demoId('Oslo'))])).activityIds
    const found = async (chapterId: string) =>
      (await records(both, { ids: [id], chapterId })).edges.map(({ node }) => node.id)
    expect(await found(demoId('Oslo'))).toEqual([id])
    expect(await found(demoId('Bergen'))).toEqual([])
  })

  it('is found by the submission that registered it', async () => {
    const { id } = await submitToTheEnd(oslo, mentorsOf('oslo.example', 3))
    const { totalCount, edges } = await records(oslo, { bulkSubmissionId: id })
    expect([totalCount, edges.length]).toEqual([3, 3])
    expect(await records(bergen, { bulkSubmissionId: id })).toEqual({ totalCount: 0, edges: [] })
  })
})

describe('a submission', () => {
  it('is for the only chapter of whoever submits it, whose other coordinators see, retry and cancel it', async () => {
    const mentorIds = [...mentorsOf('oslo.example', 2), NOBODY]
    const { id } = await submitToTheEnd(oslo, mentorIds)
    expect((await colleague.request(SubmissionOfChapter, { id })).bulkSubmission).toEqual({
      actingCoordinatorId: demoId('coordinator@oslo.example'),
      chapter: { name: 'Oslo' },
    })
    expect(await outcomesOf(colleague, id)).toHaveLength(3)
    const retried = accepted(await retry(colleague, id, { mentorIds: [NOBODY] }))
    expect((await oslo.request(SubmissionOfChapter, { id: retried.id })).bulkSubmission).toEqual({
      actingCoordinatorId: demoId(COLLEAGUE),
      chapter: { name: 'Oslo' },
    })
    expect((await colleague.request(Cancel, { id })).cancelBulkSubmission?.id).toBe(id)
    expect((await bergen.request(SubmissionOfChapter, { id })).bulkSubmission).toBeNull()
  })

  it('is for no chapter where whoever submits it has several and names none: nobody else sees it', async () => {
    const { id } = await submitToTheEnd(both, mentorsOf('oslo.example', 1))
    expect((await both.request(SubmissionOfChapter, { id })).bulkSubmission).toMatchObject({ chapter: null })
    expect((await oslo.request(SubmissionOfChapter, { id })).bulkSubmission).toBeNull()
  })

  it('fails for mentors of other chapters than the one that is named', async () => {
    const mentorIds = [...mentorsOf('oslo.example', 1), demoId(SHARED)]
    const { id } = await submitToTheEnd(both, mentorIds, { chapterId: demoId('Bergen') })
    expect((await bergen.request(SubmissionOfChapter, { id })).bulkSubmission).toMatchObject({
      chapter: { name: 'Bergen' },
    })
    const outcomes = await outcomesOf(both, id)
    expect(new Map(outcomes.map(({ mentorId, error }) => [mentorId, error?.code ?? null]))).toEqual(
      new Map([
        [mentorIds[0], 'MENTOR_NOT_IN_YOUR_CHAPTERS'],
        [mentorIds[1], null],
      ]),
    )
    expect((await submissionNow(bergen, id)).succeeded).toBe(1)
  })

  it('can’t be for a chapter that is unknown or not the caller’s, which is told alike', async () => {
    for (const chapterId of [demoId('Bergen'), NOBODY]) {
      expect(
        await submit(oslo, mentorsOf('oslo.example', 1), { chapterId, template: freshTemplate() }),
      ).toMatchObject({
        __typename: 'InvalidTemplateError',
        issues: [{ field: 'chapterId', code: 'CHAPTER_NOT_FOUND' }],
      })
    }
  })
})
