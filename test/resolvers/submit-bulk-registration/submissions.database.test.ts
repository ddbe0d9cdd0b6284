import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import {
  accepted,
  activitiesAt,
  finished,
  freshTemplate,
  mentorsOf,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { expectWhole } from '../../support/whole-submission.ts'

const coordinator = demoId('coordinator@oslo.example')
const UNKNOWN = '99999999-9999-4999-8999-999999999999'

let app: RunningApp
let oslo: GraphQLClient
let tromso: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
  tromso = await app.client('coordinator@tromso.example')
})

describe('a submission', () => {
  it('is accepted before anybody is registered, and then registers everybody', async () => {
    const mentorIds = mentorsOf('oslo.example', 24)
    const template = freshTemplate({ durationMinutes: 1440 })
    const before = accepted(await submit(oslo, mentorIds, { template }))
    expect(before).toMatchObject({
      state: 'QUEUED',
      overallStatus: null,
      total: 24,
      completed: 0,
      succeeded: 0,
      failed: 0,
      cancelRequestedAt: null,
      finishedAt: null,
      retryOf: null,
      retries: [],
    })
    expect(before.template).toEqual({
      activityType: { id: template.activityTypeId },
      recordedAt: template.recordedAt,
      durationMinutes: 1440,
    })
    const after = await finished(oslo, before)
    expect(after).toMatchObject({ id: before.id, createdAt: before.createdAt, overallStatus: 'SUCCESS' })
    await expectWhole(oslo, after, { coordinator, mentorIds })
  })

  it('of one mentor, named in capitals, registers that one', async () => {
    const [mentorId = ''] = mentorsOf('oslo.example', 1)
    const submission = await submitToTheEnd(oslo, [mentorId.toUpperCase()])
    await expectWhole(oslo, submission, { coordinator, mentorIds: [mentorId] })
    expect(submission.overallStatus).toBe('SUCCESS')
  })

  it('registers whom it can, and says of each other one why not', async () => {
    const template = freshTemplate()
    const [known = '', ...others] = mentorsOf('oslo.example', 5)
    await submitToTheEnd(oslo, [known], { template })
    const elsewhere = demoId('mentor1@bergen.example')
    const itself = demoId('coordinator@oslo.example')
    const mentorIds = [UNKNOWN, ...others, known, elsewhere, itself]
    const submission = await submitToTheEnd(oslo, mentorIds, { template })
    expect(submission).toMatchObject({ overallStatus: 'PARTIAL_SUCCESS', succeeded: 4, failed: 4 })
    const outcomes = await expectWhole(oslo, submission, { coordinator, mentorIds })
    const errorOf = (id: string) => outcomes.find(({ mentorId }) => mentorId === id)?.error
    expect(errorOf(known)).toMatchObject({ code: 'DUPLICATE_ACTIVITY', retryable: false })
    expect(errorOf(UNKNOWN)).toMatchObject({ code: 'PEER_MENTOR_NOT_FOUND', retryable: false })
    expect(errorOf(elsewhere), 'another chapter’s mentor must look unknown').toEqual(errorOf(UNKNOWN))
    expect(errorOf(itself)).toMatchObject({ code: 'MENTOR_NOT_IN_YOUR_CHAPTERS', retryable: false })
    expect(await activitiesAt(oslo, template)).toHaveLength(5)
  })

  it('shows who a mentor is only to whom the mentor’s chapter shows it', async () => {
    const [mentorId = ''] = mentorsOf('oslo.example', 1)
    const submission = await submitToTheEnd(oslo, [mentorId, demoId('mentor1@bergen.example')])
    const outcomes = await expectWhole(oslo, submission, {
      coordinator,
      mentorIds: [mentorId, demoId('mentor1@bergen.example')],
    })
    const shown = new Map(outcomes.map((outcome) => [outcome.mentorId, outcome.mentor]))
    expect(shown.get(mentorId)).toEqual({ id: mentorId, displayName: 'Anne Andersen' })
    expect(shown.get(demoId('mentor1@bergen.example'))).toBeNull()
  })

  it('that can register nobody is a total failure, and is audited as one', async () => {
    const mentorIds = [UNKNOWN, ...mentorsOf('bergen.example', 9)]
    const submission = await submitToTheEnd(oslo, mentorIds)
    const outcomes = await expectWhole(oslo, submission, { coordinator, mentorIds })
    expect(submission.overallStatus).toBe('TOTAL_FAILURE')
    expect(new Set(outcomes.map(({ error }) => error?.code))).toEqual(new Set(['PEER_MENTOR_NOT_FOUND']))
  })

  it('written in groups registers everybody but those whom it names', async () => {
    const template = freshTemplate()
    const known = mentorsOf('tromso.example', 500)
    const registered = known.filter((_, index) => index % 7 === 0)
    await submitToTheEnd(tromso, registered, { template })
    const strangers = Array.from(
      { length: 300 },
      (_, index) => `99999999-9999-4999-8999-${String(index).padStart(12, '0')}`,
    )
    const mentorIds = known.flatMap((id, index) => [id, ...strangers.slice(index, index + 1)])
    const submission = await submitToTheEnd(tromso, mentorIds, { template })
    expect(submission).toMatchObject({ overallStatus: 'PARTIAL_SUCCESS', total: 800, succeeded: 428 })
    const outcomes = await expectWhole(tromso, submission, {
      coordinator: demoId('coordinator@tromso.example'),
      mentorIds,
    })
    const named = (code: string) =>
      outcomes.filter(({ error }) => error?.code === code).map(({ mentorId }) => mentorId)
    expect(named('DUPLICATE_ACTIVITY').sort()).toEqual(registered.toSorted())
    expect(named('PEER_MENTOR_NOT_FOUND').sort()).toEqual(strangers.toSorted())
  })

  it('does not keep another one, that came at the same time, from its end', async () => {
    const groups = [mentorsOf('oslo.example', 24), mentorsOf('oslo.example', 3), mentorsOf('oslo.example', 1)]
    const submissions = await Promise.all(groups.map((mentorIds) => submitToTheEnd(oslo, mentorIds)))
    for (const [index, submission] of submissions.entries()) {
      await expectWhole(oslo, submission, { coordinator, mentorIds: groups[index] ?? [] })
    }
  })

  it('of one activity sent twice at once registers each mentor once', async () => {
    const template = freshTemplate()
    const mentorIds = mentorsOf('oslo.example', 24)
    const submissions = await Promise.all([
      submitToTheEnd(oslo, mentorIds, { template }),
      submitToTheEnd(oslo, mentorIds.toReversed(), { template }),
    ])
    for (const submission of submissions) await expectWhole(oslo, submission, { coordinator, mentorIds })
    expect(submissions.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(24)
    expect(await activitiesAt(oslo, template)).toHaveLength(24)
  })
})
