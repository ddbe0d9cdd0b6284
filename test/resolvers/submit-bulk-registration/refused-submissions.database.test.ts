import type { GraphQLClient } from 'graphql-request'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { Submissions } from '../../support/operations/bulk-submission.ts'
import { refusalOf } from '../../support/refusal.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { accepted, finished, freshTemplate, mentorsOf, submit } from '../../support/submission.ts'

let app: RunningApp
let oslo: GraphQLClient
let known = 0
beforeAll(async () => {
  app = await startApp({ MAX_SELECTION: '10' })
  oslo = await app.client('coordinator@oslo.example')
})
afterAll(() => app.stop())
afterEach(async () => {
  expect(await submissionCount(), 'nothing may be written').toBe(known)
})

async function submissionCount(): Promise<number> {
  return (await oslo.request(Submissions, { first: 1 })).bulkSubmissions.totalCount
}

describe('a selection', () => {
  it('that is empty is answered as a total failure', async () => {
    expect(await submit(oslo, [])).toEqual({
      __typename: 'EmptySelectionError',
      code: 'EMPTY_SELECTION',
      message: expect.any(String),
      emptyStatus: 'TOTAL_FAILURE',
    })
  })

  it('of more mentors than the server takes is refused with both numbers', async () => {
    expect(await submit(oslo, mentorsOf('oslo.example', 11))).toMatchObject({
      __typename: 'SelectionTooLargeError',
      code: 'SELECTION_TOO_LARGE',
      limit: 10,
      received: 11,
    })
  })

  it('of as many mentors as the server takes is accepted', async () => {
    await finished(oslo, accepted(await submit(oslo, mentorsOf('oslo.example', 10))))
    known += 1
  })

  it('that repeats mentors is refused, naming each of them once, however they are spelt', async () => {
    const [one = '', two = '', three = ''] = mentorsOf('oslo.example', 3)
    const result = await submit(oslo, [one, two, one.toUpperCase(), three, three, three, one])
    expect(result).toEqual({
      __typename: 'DuplicateMentorsError',
      code: 'DUPLICATE_MENTORS',
      message: expect.any(String),
      mentorIds: expect.toSatisfy((ids: string[]) => ids.toSorted().join() === [one, three].sort().join()),
    })
  })

  it.each([
    ['a word', 'somebody'],
    ['the empty text', ''],
    ['a UUID in braces', `{${demoId('mentor1@oslo.example')}}`],
    ['a UUID with a letter too many', `${demoId('mentor1@oslo.example')}0`],
    ['a UUID and NUL', `${demoId('mentor1@oslo.example')}\0`],
  ])('with %s for a mentor is the request’s mistake, at its place', async (_, malformed) => {
    const request = submit(oslo, [demoId('mentor1@oslo.example'), malformed])
    const { errors } = await refusalOf(request)
    expect(errors).toEqual([
      {
        code: 'BAD_USER_INPUT',
        message: 'input.mentorIds.1: must be a UUID',
        path: ['submitBulkRegistration'],
      },
    ])
  })
})

describe('a template that nobody could be registered with', () => {
  const inTwoDays = () => new Date(Date.now() + 2 * 86_400_000).toISOString()

  it.each([
    [
      'an unknown activity type',
      { activityTypeId: '99999999-9999-4999-8999-999999999999' },
      'activityTypeId',
      'ACTIVITY_TYPE_NOT_FOUND',
    ],
    ['a malformed activity type', { activityTypeId: 'a walk' }, 'activityTypeId', 'INVALID_VALUE'],
    ['no duration', { durationMinutes: 0 }, 'durationMinutes', 'INVALID_VALUE'],
    ['a negative duration', { durationMinutes: -1 }, 'durationMinutes', 'INVALID_VALUE'],
    ['more than a day', { durationMinutes: 1441 }, 'durationMinutes', 'INVALID_VALUE'],
    ['a moment two days ahead', { recordedAt: inTwoDays() }, 'recordedAt', 'INVALID_VALUE'],
    ['a moment before 1900', { recordedAt: '1899-12-31T00:00:00Z' }, 'recordedAt', 'INVALID_VALUE'],
  ])('for %s is refused, and named', async (_, changes, field, code) => {
    const result = await submit(oslo, mentorsOf('oslo.example', 3), { template: freshTemplate(changes) })
    expect(result).toEqual({
      __typename: 'InvalidTemplateError',
      code: 'INVALID_TEMPLATE',
      message: expect.any(String),
      issues: [{ index: 0, field, code, message: expect.any(String) }],
    })
  })

  it('is refused with everything that is wrong with it at once', async () => {
    const template = { activityTypeId: 'x', recordedAt: inTwoDays(), durationMinutes: 0 }
    const result = await submit(oslo, mentorsOf('oslo.example', 3), { template })
    if (result.__typename !== 'InvalidTemplateError') throw new Error(JSON.stringify(result))
    expect(result.issues.map(({ field }) => field).sort()).toEqual([
      'activityTypeId',
      'durationMinutes',
      'recordedAt',
    ])
  })

  it('says nothing about the mentors, of whom nobody was looked at', async () => {
    const template = freshTemplate({ durationMinutes: 0 })
    const result = await submit(oslo, ['99999999-9999-4999-8999-999999999999'], { template })
    expect(result).toMatchObject({
      __typename: 'InvalidTemplateError',
      issues: [{ field: 'durationMinutes' }],
    })
  })
})

describe('whoever coordinates nobody', () => {
  it('may not submit, not even for themselves', async () => {
    const mentor = await app.client('mentor1@oslo.example')
    expect(await submit(mentor, [demoId('mentor1@oslo.example')])).toEqual({
      __typename: 'PermissionDeniedError',
      code: 'PERMISSION_DENIED',
      message: expect.any(String),
    })
    expect((await mentor.request(Submissions, {})).bulkSubmissions.totalCount).toBe(0)
  })
})
