import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { Cancel } from '../../support/operations/bulk-submission.ts'
import {
  accepted,
  activitiesAt,
  finished,
  freshTemplate,
  mentorsOf,
  outcomesOf,
  retry,
  type Submission,
  submissionNow,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { expectWhole } from '../../support/whole-submission.ts'

const coordinator = demoId('coordinator@tromso.example')
const everybody = mentorsOf('tromso.example', 24)

let writes: HeldWrites
let beside: AppBesideAdministrator
let tromso: GraphQLClient
let bergen: GraphQLClient
beforeAll(async () => {
  writes = holdWrites()
  beside = await startAppBesideAdministrator({ MAX_CONCURRENT_WRITES: '1' })
  tromso = await beside.app.client('coordinator@tromso.example')
  bergen = await beside.app.client('coordinator@bergen.example')
})
afterAll(async () => {
  await beside.stop()
  vi.restoreAllMocks()
})

async function cancel(client: GraphQLClient, id: string): Promise<Submission | null> {
  return (await client.request(Cancel, { id })).cancelBulkSubmission ?? null
}

/** Cancels a submission in mid-run, and waits for its end. */
async function cancelledInMidRun(): Promise<Submission> {
  writes.holdAfter(10)
  const { id } = accepted(await submit(tromso, everybody))
  await vi.waitUntil(async () => (await submissionNow(tromso, id)).completed === 10, { timeout: 30_000 })
  const cancelled = await cancel(tromso, id)
  writes.release()
  expect(cancelled?.cancelRequestedAt).toEqual(expect.any(String))
  return finished(tromso, { id })
}

/** A finished submission of mentors who all have had the activity already. */
async function allDuplicates(mentorIds: string[]): Promise<Submission> {
  const template = freshTemplate()
  await submitToTheEnd(tromso, mentorIds, { template })
  return submitToTheEnd(tromso, mentorIds, { template })
}

describe('cancelling', () => {
  it('in mid-run starts nobody further, ends the rest as CANCELLED, and is audited', async () => {
    const submission = await cancelledInMidRun()
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds: everybody })
    expect(submission).toMatchObject({ overallStatus: 'PARTIAL_SUCCESS' })
    const cancelled = outcomes.filter(({ error }) => error?.code === 'CANCELLED')
    expect(cancelled).toHaveLength(submission.failed)
    expect(cancelled.every(({ error }) => error?.retryable)).toBe(true)
    expect(cancelled[0]?.sequence, 'nobody is started after the first who is cancelled').toBe(
      submission.succeeded + 1,
    )
  })

  it('again changes nothing, not even the moment', async () => {
    const submission = await cancelledInMidRun()
    expect(await cancel(tromso, submission.id)).toEqual(submission)
  })

  it('twice at once is one cancellation', async () => {
    writes.holdAfter(10)
    const { id } = accepted(await submit(tromso, everybody))
    const answers = await Promise.all([cancel(tromso, id), cancel(tromso, id)])
    writes.release()
    const submission = await finished(tromso, { id })
    expect(answers.map((answer) => answer?.cancelRequestedAt)).toEqual([
      submission.cancelRequestedAt,
      submission.cancelRequestedAt,
    ])
    await expectWhole(tromso, submission, { coordinator, mentorIds: everybody })
  })

  it('what has finished gives it as it is', async () => {
    const submission = await submitToTheEnd(tromso, everybody.slice(0, 3))
    expect(await cancel(tromso, submission.id)).toEqual(submission)
    expect(await submissionNow(tromso, submission.id)).toEqual(submission)
  })

  it.each([
    ['malformed', 'mine'],
    ['unknown', '99999999-9999-4999-8999-999999999999'],
  ])('%s gives null', async (_, id) => {
    expect(await cancel(tromso, id)).toBeNull()
  })

  it('somebody else’s gives null, and leaves it alone', async () => {
    const { id } = accepted(await submit(tromso, everybody.slice(0, 5)))
    expect(await cancel(bergen, id)).toBeNull()
    expect(await finished(tromso, { id })).toMatchObject({
      cancelRequestedAt: null,
      overallStatus: 'SUCCESS',
    })
  })
})

describe('retrying', () => {
  it('what was cancelled registers the rest, nobody twice, and is linked both ways', async () => {
    const first = await cancelledInMidRun()
    const rest = (await outcomesOf(tromso, first.id, 'FAILURE')).flatMap(({ mentorId }) => mentorId ?? [])
    const second = await finished(tromso, accepted(await retry(tromso, first.id)))
    expect(second).toMatchObject({
      overallStatus: 'SUCCESS',
      retryOf: { id: first.id },
      template: first.template,
    })
    await expectWhole(tromso, second, { coordinator, mentorIds: rest })
    expect((await submissionNow(tromso, first.id)).retries).toEqual([{ id: second.id }])
    expect(await activitiesAt(tromso, first.template)).toHaveLength(24)
    expect(await retry(tromso, first.id)).toMatchObject({ __typename: 'NothingToRetryError' })
  })

  it('twice at once registers nobody twice', async () => {
    const first = await cancelledInMidRun()
    const results = await Promise.all([retry(tromso, first.id), retry(tromso, first.id)])
    expect(results.map(({ __typename }) => __typename).sort()).toEqual([
      'BulkSubmission',
      'NothingToRetryError',
    ])
    for (const result of results) if (result.__typename === 'BulkSubmission') await finished(tromso, result)
    expect(await activitiesAt(tromso, first.template)).toHaveLength(24)
  })

  it('only named mentors takes those of them who failed', async () => {
    const template = freshTemplate()
    const [known = '', ...others] = everybody.slice(0, 4)
    await submitToTheEnd(tromso, [known], { template })
    const first = await submitToTheEnd(tromso, [known, ...others], { template })
    const succeeded = others[0] ?? ''
    expect(await retry(tromso, first.id, { mentorIds: [succeeded] })).toMatchObject({
      __typename: 'NothingToRetryError',
      code: 'NOTHING_TO_RETRY',
    })
    const result = await retry(tromso, first.id, {
      mentorIds: [succeeded, known.toUpperCase(), everybody[9] ?? ''],
    })
    expect(accepted(result).total).toBe(1)
    const second = await finished(tromso, accepted(result))
    const outcomes = await expectWhole(tromso, second, { coordinator, mentorIds: [known] })
    expect(outcomes[0]?.error?.code).toBe('DUPLICATE_ACTIVITY')
  })

  it('none by name finds nothing', async () => {
    const first = await allDuplicates(everybody.slice(0, 2))
    expect(await retry(tromso, first.id, { mentorIds: [] })).toMatchObject({
      __typename: 'NothingToRetryError',
    })
  })

  it('what would only fail again finds nothing, until the template is corrected', async () => {
    const mentorIds = everybody.slice(0, 3)
    const first = await allDuplicates(mentorIds)
    expect(first.overallStatus).toBe('TOTAL_FAILURE')
    expect(await retry(tromso, first.id)).toMatchObject({ __typename: 'NothingToRetryError' })
    const template = freshTemplate({ durationMinutes: 77 })
    const second = await finished(tromso, accepted(await retry(tromso, first.id, { template })))
    expect(second).toMatchObject({ overallStatus: 'SUCCESS', total: 3, template: { durationMinutes: 77 } })
    await expectWhole(tromso, second, { coordinator, mentorIds })
  })

  it('with a template that nobody could be registered with is refused', async () => {
    const first = await allDuplicates(everybody.slice(0, 2))
    const template = freshTemplate({ activityTypeId: 'x', durationMinutes: 0 })
    const result = await retry(tromso, first.id, { template })
    expect(result).toMatchObject({ __typename: 'InvalidTemplateError' })
    expect((await submissionNow(tromso, first.id)).retries).toEqual([])
  })

  it('a retry that failed reaches its failures again', async () => {
    const mentorIds = everybody.slice(0, 2)
    const first = await allDuplicates(mentorIds)
    const second = await finished(tromso, accepted(await retry(tromso, first.id, { mentorIds })))
    expect(second.overallStatus).toBe('TOTAL_FAILURE')
    const third = accepted(await retry(tromso, second.id, { template: freshTemplate() }))
    expect(third.retryOf).toEqual({ id: second.id })
    expect(await finished(tromso, third)).toMatchObject({ overallStatus: 'SUCCESS', total: 2 })
    expect(
      await retry(tromso, first.id, { template: freshTemplate() }),
      'a retry of the retry has registered them',
    ).toMatchObject({ __typename: 'NothingToRetryError' })
  })

  it('what still runs finds nothing yet', async () => {
    writes.holdAfter(10)
    const { id } = accepted(await submit(tromso, everybody))
    const answer = await retry(tromso, id)
    writes.release()
    expect(answer).toMatchObject({
      __typename: 'NothingToRetryError',
      message: expect.stringContaining('still running'),
    })
    await cancel(tromso, id)
    await finished(tromso, { id })
  })

  it('what registered everybody finds nothing', async () => {
    const { id } = await submitToTheEnd(tromso, everybody.slice(0, 2))
    for (const template of [undefined, freshTemplate()]) {
      expect(await retry(tromso, id, { template })).toMatchObject({ __typename: 'NothingToRetryError' })
    }
  })

  it('what is somebody else’s, nobody’s or malformed is NOT_FOUND in the same words', async () => {
    const { id } = await submitToTheEnd(tromso, everybody.slice(0, 2))
    const theirs = await retry(bergen, id)
    expect(theirs).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'There is no such submission of yours.',
    })
    expect(await retry(bergen, '99999999-9999-4999-8999-999999999999')).toEqual(theirs)
    expect(await retry(bergen, 'mine')).toEqual(theirs)
  })

  it('after the chapter was lost is refused', async () => {
    const oslo = await beside.app.client('coordinator@oslo.example')
    const { id } = await submitToTheEnd(oslo, mentorsOf('bergen.example', 1))
    await beside.administer(
      `DELETE FROM public.chapter_members WHERE user_id = '${demoId('coordinator@oslo.example')}'`,
    )
    expect(await retry(oslo, id, { template: freshTemplate() })).toMatchObject({ code: 'NOT_FOUND' })
  })
})
