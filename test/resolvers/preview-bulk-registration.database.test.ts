import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import type { BulkSubmissionInput } from '../generated/graphql.ts'
import { addPeople } from '../support/added-people.ts'
import { bulkRegister, freshRow, success } from '../support/bulk-registration.ts'
import { everyPage } from '../support/every-page.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { freshTemplate, mentorsOf, outcomesOf, submitToTheEnd } from '../support/submission.ts'

const Preview = graphql(`
  query Preview($input: BulkSubmissionInput!, $first: Int, $after: String) {
    previewBulkRegistration(input: $input) {
      __typename
      ... on BulkRegistrationPreview {
        total
        wouldSucceed
        wouldFail
        problems(first: $first, after: $after) {
          totalCount
          edges { cursor node { mentorId mentor { displayName } error { code message retryable } } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
        sameDay { totalCount edges { node { mentor { id } existing { id recordedAt } } } }
      }
      ... on Error { code message }
      ... on InvalidTemplateError { issues { field code } }
      ... on DuplicateMentorsError { mentorIds }
    }
  }
`)

const NOBODY = '99999999-9999-4999-8999-999999999999'
const COORDINATOR = 'coordinator@two.example'

let app: RunningApp
let oslo: GraphQLClient
let both: GraphQLClient
beforeAll(async () => {
  app = await startApp({}, (database) =>
    addPeople(database, [
      {
        id: demoId(COORDINATOR),
        displayName: 'Both Of Them',
        memberships: { Oslo: ['coordinator'], Bergen: ['coordinator'] },
      },
    ]),
  )
  oslo = await app.client('coordinator@oslo.example')
  both = await app.client(COORDINATOR)
})
afterAll(() => app.stop())

async function preview(
  client: GraphQLClient,
  input: BulkSubmissionInput,
  page: { first?: number; after?: string | null } = {},
) {
  return (await client.request(Preview, { input, ...page })).previewBulkRegistration
}
async function previewed(
  client: GraphQLClient,
  input: BulkSubmissionInput,
  page: { first?: number; after?: string | null } = {},
) {
  const result = await preview(client, input, page)
  if (result.__typename !== 'BulkRegistrationPreview') throw new Error(JSON.stringify(result))
  return result
}

describe('a preview', () => {
  it('gives the verdicts that the run then gives, and writes nothing', async () => {
    const template = freshTemplate()
    const [taken = '', ...free] = mentorsOf('oslo.example', 6)
    success(await bulkRegister(oslo, [freshRow({ peerMentorUserId: taken, ...template })]))
    const mentorIds = [
      ...free,
      NOBODY,
      taken,
      ...mentorsOf('bergen.example', 1),
      demoId('coordinator@oslo.example'),
    ]
    const first = await previewed(oslo, { mentorIds, template })
    expect(await previewed(oslo, { mentorIds, template })).toEqual(first)
    expect(first).toMatchObject({ total: 9, wouldSucceed: 5, wouldFail: 4, problems: { totalCount: 4 } })
    const { id } = await submitToTheEnd(oslo, mentorIds, { template })
    const failures = await outcomesOf(oslo, id, 'FAILURE')
    expect(first.problems.edges.map(({ node: { mentorId, error } }) => ({ mentorId, error }))).toEqual(
      mentorIds.flatMap((mentorId) => {
        const failure = failures.find((outcome) => outcome.mentorId === mentorId)
        return failure ? [{ mentorId, error: failure.error }] : []
      }),
    )
    expect(first.problems.edges.map(({ node }) => node.mentor?.displayName ?? null)).toEqual([
      null,
      'Anne Andersen',
      null,
      'Coordinator Oslo',
    ])
  })

  it('warns of an activity of the type on the same day of the chapter’s time zone', async () => {
    const mentors = mentorsOf('oslo.example', 3)
    // In Oslo, the day of 12 June 2025 begins at 22:00 UTC the day before.
    const times = ['2025-06-11T21:59:00Z', '2025-06-11T22:01:00Z', '2025-06-12T21:59:00Z']
    const ids = success(
      await bulkRegister(
        oslo,
        mentors.map((peerMentorUserId, index) =>
          freshRow({ peerMentorUserId, recordedAt: times[index] as string }),
        ),
      ),
    ).activityIds
    const { wouldFail, sameDay } = await previewed(oslo, {
      mentorIds: mentors,
      template: freshTemplate({ recordedAt: '2025-06-12T10:00:00Z' }),
    })
    expect(wouldFail).toBe(0)
    expect(sameDay.edges.map(({ node }) => [node.mentor.id, node.existing.id])).toEqual([
      [mentors[1], ids[1]],
      [mentors[2], ids[2]],
    ])
  })

  it('is walked page by page in the order of the selection', async () => {
    const mentorIds = mentorsOf('bergen.example', 7)
    const input = { mentorIds, template: freshTemplate() }
    const pages = await everyPage(
      async (after) => (await previewed(oslo, input, { first: 3, after: after ?? null })).problems,
    )
    expect(pages.map(({ edges }) => edges.length)).toEqual([3, 3, 1])
    expect(pages.flatMap(({ edges }) => edges.map(({ node }) => node.mentorId))).toEqual(mentorIds)
  })

  it('keeps to the chapter that is named', async () => {
    const mentorIds = [...mentorsOf('oslo.example', 1), ...mentorsOf('bergen.example', 1)]
    const input = { mentorIds, template: freshTemplate() }
    expect(await previewed(both, input)).toMatchObject({ wouldFail: 0 })
    const { problems } = await previewed(both, { ...input, chapterId: demoId('Bergen') })
    expect(problems.edges.map(({ node }) => [node.mentorId, node.error.code])).toEqual([
      [mentorIds[0], 'MENTOR_NOT_IN_YOUR_CHAPTERS'],
    ])
  })

  it('refuses what the submission would refuse, as it would', async () => {
    const template = freshTemplate()
    const [mentor = ''] = mentorsOf('oslo.example', 1)
    expect(await preview(oslo, { mentorIds: [], template })).toMatchObject({
      __typename: 'EmptySelectionError',
    })
    expect(await preview(oslo, { mentorIds: [mentor, mentor], template })).toMatchObject({
      mentorIds: [mentor],
    })
    expect(
      await preview(oslo, { mentorIds: [mentor], template: { ...template, durationMinutes: 0 } }),
    ).toMatchObject({
      issues: [{ field: 'durationMinutes', code: 'INVALID_VALUE' }],
    })
    for (const chapterId of [demoId('Bergen'), NOBODY]) {
      expect(await preview(oslo, { mentorIds: [mentor], template, chapterId })).toMatchObject({
        issues: [{ field: 'chapterId', code: 'CHAPTER_NOT_FOUND' }],
      })
    }
    expect(await preview(oslo, { mentorIds: [mentor], template, chapterId: 'x' })).toMatchObject({
      issues: [{ field: 'chapterId', code: 'INVALID_VALUE' }],
    })
    const peer = await app.client('mentor1@oslo.example')
    expect(await preview(peer, { mentorIds: [mentor], template })).toMatchObject({
      __typename: 'PermissionDeniedError',
    })
  })
})
