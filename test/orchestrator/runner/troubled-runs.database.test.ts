import type { GraphQLClient } from 'graphql-request'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import {
  accepted,
  finished,
  freshTemplate,
  mentorsOf,
  retry,
  submitToTheEnd,
} from '../../support/submission.ts'
import { expectWhole } from '../../support/whole-submission.ts'
import { refuse, refuseNobody } from './refused-mentor.ts'

const EMAIL = 'coordinator@tromso.example'
const coordinator = demoId(EMAIL)
const everybody = mentorsOf('tromso.example', 300)

let beside: AppBesideAdministrator
let tromso: GraphQLClient
beforeAll(async () => {
  beside = await startAppBesideAdministrator()
  tromso = await beside.app.client(EMAIL)
})
afterAll(() => beside.stop())
afterEach(() => refuseNobody(beside))

/** Puts a submission of two mentors into the tables as it stands there when its server has died. */
async function leftBehind(changes: Partial<Record<string, string>> = {}): Promise<string> {
  const id = crypto.randomUUID()
  const { activityTypeId, recordedAt, durationMinutes } = freshTemplate()
  const values: Record<string, string> = {
    id: `'${id}'`,
    acting_coordinator_id: `'${coordinator}'`,
    activity_type_id: `'${activityTypeId}'`,
    recorded_at: `'${recordedAt}'`,
    duration_minutes: String(durationMinutes),
    total: '2',
  }
  Object.assign(values, changes)
  await beside.administer(
    `INSERT INTO public.bulk_submissions (${Object.keys(values).join()}) VALUES (${Object.values(values).join()});
     INSERT INTO public.bulk_submission_mentors (submission_id, position, mentor_id)
     VALUES ('${id}', 1, '${everybody[0]}'), ('${id}', 2, '${everybody[1]}')`,
  )
  return id
}

describe('a mentor whom the database refuses for no reason that is known', () => {
  it('ends as INTERNAL_ERROR without a word of the reason, and touches nobody else', async () => {
    await refuse(beside, everybody[4], 'P0001')
    const mentorIds = everybody.slice(0, 10)
    const submission = await submitToTheEnd(tromso, mentorIds)
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds })
    const failed = outcomes.filter(({ status }) => status === 'FAILURE')
    expect(failed).toMatchObject([
      { mentorId: everybody[4], error: { code: 'INTERNAL_ERROR', retryable: true } },
    ])
    expect(JSON.stringify(failed)).not.toContain('secret')
    expect(beside.app.logLines.join()).toContain('registering mentors threw')
  })

  it('is found out in a group, whose others are registered', async () => {
    await refuse(beside, everybody[250], 'P0001')
    const strangers = Array.from(
      { length: 40 },
      (_, index) => `99999999-9999-4999-8999-${String(index).padStart(12, '0')}`,
    )
    const mentorIds = [...everybody, ...strangers]
    const submission = await submitToTheEnd(tromso, mentorIds)
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds })
    expect(submission).toMatchObject({ succeeded: 299, failed: 41 })
    expect(outcomes.filter(({ error }) => error?.code === 'INTERNAL_ERROR')).toMatchObject([
      { mentorId: everybody[250] },
    ])
  })

  it('is registered by a retry once the reason is gone', async () => {
    await refuse(beside, everybody[4], 'P0001')
    const first = await submitToTheEnd(tromso, everybody.slice(0, 6))
    await refuseNobody(beside)
    const second = await finished(tromso, accepted(await retry(tromso, first.id)))
    expect(second.overallStatus).toBe('SUCCESS')
    await expectWhole(tromso, second, { coordinator, mentorIds: [everybody[4] ?? ''] })
  })
})

describe('a submission that another server left behind', () => {
  it('is found without any hint, and run to its end', async () => {
    const id = await leftBehind({ started_at: 'now()', unended_starts: '4' })
    const submission = await finished(tromso, { id })
    expect(submission.overallStatus).toBe('SUCCESS')
    await expectWhole(tromso, submission, { coordinator, mentorIds: everybody.slice(0, 2) })
  })

  it('is not given up for many starts without progress within a short while', async () => {
    const id = await leftBehind({ started_at: 'now()', unended_starts: '50', unended_since: 'now()' })
    expect((await finished(tromso, { id })).overallStatus).toBe('SUCCESS')
  })

  it('is given up after twenty starts without progress in ten minutes, as INTERNAL_ERROR', async () => {
    const long = `now() - interval '10 minutes'`
    const id = await leftBehind({ started_at: long, unended_starts: '20', unended_since: long })
    const submission = await finished(tromso, { id })
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds: everybody.slice(0, 2) })
    expect(outcomes.map(({ error }) => error?.code)).toEqual(['INTERNAL_ERROR', 'INTERNAL_ERROR'])
    expect(beside.app.logLines.join()).toContain('it is given up')
  })

  it('is cancelled where that was asked of the other server', async () => {
    const id = await leftBehind({ cancel_requested_at: 'now()' })
    const submission = await finished(tromso, { id })
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds: everybody.slice(0, 2) })
    expect(outcomes.map(({ error }) => error?.code)).toEqual(['CANCELLED', 'CANCELLED'])
  })

  it('with a template that has gone bad since fails everybody, as INTERNAL_ERROR', async () => {
    const id = await leftBehind({ duration_minutes: '0' })
    const submission = await finished(tromso, { id })
    const outcomes = await expectWhole(tromso, submission, { coordinator, mentorIds: everybody.slice(0, 2) })
    expect(outcomes.map(({ error }) => error?.code)).toEqual(['INTERNAL_ERROR', 'INTERNAL_ERROR'])
  })
})
