import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import type { ActivityInput } from '../../generated/graphql.ts'
import { countSaved, freshRow } from '../../support/bulk-registration.ts'
import { Register } from '../../support/operations/activity-registration.ts'
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

const coordinatorId = demoId('coordinator@oslo.example')
const mentorId = demoId('mentor1@oslo.example')
const denied = { __typename: 'PermissionDeniedError', code: 'PERMISSION_DENIED' }

async function register(client: GraphQLClient, input: ActivityInput) {
  return (await client.request(Register, { input })).registerActivity
}

const rejected = (field: string | null, code: string) => ({
  __typename: 'ActivitiesRejectedError',
  code: 'ACTIVITIES_REJECTED',
  rolledBackCount: 0,
  issues: [{ index: 0, field, code }],
})

describe('a peer mentor', () => {
  it('registers an activity of their own, in their own name', async () => {
    const row = freshRow({ peerMentorUserId: mentorId })
    expect(await register(mentor, row)).toMatchObject({
      __typename: 'ActivityRecord',
      recordedAt: row.recordedAt,
      durationMinutes: row.durationMinutes,
      recordedByUserId: mentorId,
      peerMentor: { id: mentorId },
      activityType: { id: row.activityTypeId },
    })
    expect(await countSaved(oslo, [row])).toBe(1)
  })

  it.each([
    ['of the same chapter', demoId('mentor2@oslo.example')],
    ['of another chapter', demoId('mentor1@bergen.example')],
    ['whom nobody knows', '00000000-0000-4000-8000-000000000000'],
  ])('registers nothing for somebody %s, and learns nothing about them', async (_, peerMentorUserId) => {
    const answer = await register(mentor, freshRow({ peerMentorUserId, durationMinutes: 0 }))
    expect(answer).toEqual({ ...denied, message: expect.any(String) })
  })

  it('can’t register in somebody else’s name', async () => {
    const row = freshRow({ peerMentorUserId: mentorId, recordedByUserId: coordinatorId })
    expect(await register(mentor, row)).toMatchObject(rejected('recordedByUserId', 'RECORDED_BY_NOT_ALLOWED'))
  })
})

describe('a coordinator', () => {
  it('registers an activity of a mentor of the own chapter', async () => {
    const row = freshRow({ peerMentorUserId: mentorId })
    expect(await register(oslo, row)).toMatchObject({
      __typename: 'ActivityRecord',
      recordedByUserId: coordinatorId,
      peerMentor: { id: mentorId },
    })
  })

  it('registers nothing for another chapter’s mentor, whether or not there is one', async () => {
    const row = freshRow({ peerMentorUserId: demoId('mentor1@bergen.example') })
    const answer = await register(oslo, row)
    expect(answer).toMatchObject(rejected('peerMentorUserId', 'PEER_MENTOR_NOT_FOUND'))
    const unknown = { ...row, peerMentorUserId: '00000000-0000-4000-8000-000000000000' }
    expect(await register(oslo, unknown)).toEqual(answer)
  })

  it('registers nothing for themselves, who is no mentor', async () => {
    const row = freshRow({ peerMentorUserId: coordinatorId })
    expect(await register(oslo, row)).toMatchObject(
      rejected('peerMentorUserId', 'MENTOR_NOT_IN_YOUR_CHAPTERS'),
    )
  })
})

describe('somebody in no chapter', () => {
  it('registers nothing, not even for themselves', async () => {
    const stranger = await app.client('stranger@nowhere.example')
    const row = freshRow({ peerMentorUserId: demoId('stranger@nowhere.example') })
    expect(await register(stranger, row)).toMatchObject(denied)
  })
})

describe('the same activity twice', () => {
  it('is refused the second time, whoever registers it', async () => {
    const row = freshRow({ peerMentorUserId: mentorId })
    expect(await register(mentor, row)).toMatchObject({ __typename: 'ActivityRecord' })
    expect(await register(mentor, row)).toMatchObject(rejected(null, 'DUPLICATE_ACTIVITY'))
    expect(await register(oslo, row)).toMatchObject(rejected(null, 'DUPLICATE_ACTIVITY'))
    expect(await countSaved(oslo, [row])).toBe(1)
  })

  it('is registered once where the mentor and the coordinator do so at once', async () => {
    for (let round = 0; round < 25; round++) {
      const row = freshRow({ peerMentorUserId: mentorId })
      const answers = await Promise.all([register(mentor, row), register(oslo, row)])
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'ActivitiesRejectedError',
        'ActivityRecord',
      ])
      expect(await countSaved(oslo, [row])).toBe(1)
    }
  })
})

describe('an activity that is not in order', () => {
  it.each<[Partial<ActivityInput>, string]>([
    [{ peerMentorUserId: 'x' }, 'peerMentorUserId'],
    [{ activityTypeId: '\0' }, 'activityTypeId'],
    [{ durationMinutes: 1441 }, 'durationMinutes'],
    [{ recordedAt: '1899-01-01T00:00:00Z' }, 'recordedAt'],
  ])('is refused with the field that is wrong: %j', async (changes, field) => {
    expect(await register(oslo, freshRow(changes))).toMatchObject(rejected(field, 'INVALID_VALUE'))
  })
})
