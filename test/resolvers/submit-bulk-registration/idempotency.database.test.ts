import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { Submissions } from '../../support/operations/bulk-submission.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import {
  accepted,
  finished,
  freshTemplate,
  mentorsOf,
  retry,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { expectWhole } from '../../support/whole-submission.ts'

const coordinator = demoId('coordinator@oslo.example')
const mentorIds = mentorsOf('oslo.example', 8)
const reused = { __typename: 'IdempotencyKeyReusedError', code: 'IDEMPOTENCY_KEY_REUSED' }

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await startApp({ MAX_SELECTION: '10' })
  oslo = await app.client('coordinator@oslo.example')
})
afterAll(() => app.stop())

const submissionCount = async () => (await oslo.request(Submissions, { first: 1 })).bulkSubmissions.totalCount

describe('the same idempotency key again', () => {
  it('is the same submission, while it runs and after its end', async () => {
    const input = { template: freshTemplate(), idempotencyKey: 'again' }
    const { id } = accepted(await submit(oslo, mentorIds, input))
    expect(accepted(await submit(oslo, mentorIds, input)).id).toBe(id)
    const submission = await finished(oslo, { id })
    expect(accepted(await submit(oslo, mentorIds, input))).toMatchObject(submission)
    await expectWhole(oslo, submission, { coordinator, mentorIds })
  })

  it('ten times at once is one submission', async () => {
    const input = { template: freshTemplate(), idempotencyKey: 'ten at once' }
    const before = await submissionCount()
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(oslo, mentorIds, input)))
    expect(new Set(answers.map((answer) => accepted(answer).id)).size).toBe(1)
    expect(await submissionCount()).toBe(before + 1)
    const submission = await finished(oslo, accepted(answers[0] as (typeof answers)[0]))
    await expectWhole(oslo, submission, { coordinator, mentorIds })
  })

  it('with the same input in other spelling is the same submission', async () => {
    const template = freshTemplate({ recordedAt: '2023-07-01T10:00:00Z' })
    const { id } = await submitToTheEnd(oslo, mentorIds, { template, idempotencyKey: 'spelling' })
    const shouted = mentorIds.map((mentorId) => mentorId.toUpperCase())
    const moved = { ...template, recordedAt: '2023-07-01T12:00:00.000+02:00' }
    const again = await submit(oslo, shouted, { template: moved, idempotencyKey: 'spelling' })
    expect(accepted(again).id).toBe(id)
  })

  it('with other mentors, another order or another template is refused', async () => {
    const template = freshTemplate()
    const idempotencyKey = 'other input'
    const { id } = await submitToTheEnd(oslo, mentorIds, { template, idempotencyKey })
    const before = await submissionCount()
    const others: Parameters<typeof submit>[] = [
      [oslo, mentorIds.slice(1), { template, idempotencyKey }],
      [oslo, mentorIds.toReversed(), { template, idempotencyKey }],
      [oslo, mentorIds, { template: { ...template, durationMinutes: 31 }, idempotencyKey }],
      [oslo, mentorIds, { template: { ...template, activityTypeId: demoId('Home visit') }, idempotencyKey }],
    ]
    for (const other of others) expect(await submit(...other)).toMatchObject(reused)
    expect(await submissionCount()).toBe(before)
    expect(accepted(await submit(oslo, mentorIds, { template, idempotencyKey })).id).toBe(id)
  })

  it('is another key for somebody else, and for a retry', async () => {
    const idempotencyKey = 'shared by chance'
    const bergen = await app.client('coordinator@bergen.example')
    const mine = await submitToTheEnd(oslo, mentorIds, { idempotencyKey })
    const theirs = await submitToTheEnd(bergen, mentorsOf('bergen.example', 2), { idempotencyKey })
    expect(theirs.id).not.toBe(mine.id)

    const failed = await submitToTheEnd(oslo, mentorsOf('bergen.example', 2))
    const named = mentorsOf('bergen.example', 2)
    const retried = accepted(await retry(oslo, failed.id, { mentorIds: named, idempotencyKey }))
    expect(retried.retryOf).toEqual({ id: failed.id })
    await finished(oslo, retried)
  })

  it('is free for corrected input after a refusal', async () => {
    const idempotencyKey = 'refused first'
    const refused = await submit(oslo, mentorIds, {
      template: freshTemplate({ durationMinutes: 0 }),
      idempotencyKey,
    })
    expect(refused.__typename).toBe('InvalidTemplateError')
    await submitToTheEnd(oslo, mentorIds, { idempotencyKey })
  })
})

describe('the same idempotency key on a retry', () => {
  it('is the same retry, also ten times at once and after its end', async () => {
    const failed = await submitToTheEnd(oslo, mentorsOf('bergen.example', 5))
    const rest = { mentorIds: mentorsOf('bergen.example', 5), idempotencyKey: 'retried' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(oslo, failed.id, rest)))
    const ids = new Set(answers.map((answer) => accepted(answer).id))
    expect(ids.size).toBe(1)
    const [id = ''] = ids
    await finished(oslo, { id })
    expect(accepted(await retry(oslo, failed.id, rest)).id).toBe(id)
    expect(await retry(oslo, failed.id, { ...rest, mentorIds: null })).toMatchObject(reused)
    expect(await retry(oslo, id, rest)).toMatchObject(reused)
  })
})
