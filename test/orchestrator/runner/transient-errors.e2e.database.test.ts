import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { mentorsOf, submitToTheEnd } from '../../support/submission.ts'
import { expectWhole } from '../../support/whole-submission.ts'
import { refuse } from './refused-mentor.ts'

const EMAIL = 'coordinator@tromso.example'

let beside: AppBesideAdministrator
beforeAll(async () => {
  beside = await startAppBesideAdministrator()
})
afterAll(() => beside.stop())

it('a mentor whose write never gets through is tried again, and ends as TEMPORARILY_UNAVAILABLE', async () => {
  const tromso = await beside.app.client(EMAIL)
  const mentorIds = mentorsOf('tromso.example', 4)
  await refuse(beside, mentorIds[2], '40001')
  const submission = await submitToTheEnd(tromso, mentorIds)
  const outcomes = await expectWhole(tromso, submission, { coordinator: demoId(EMAIL), mentorIds })
  expect(outcomes.filter(({ status }) => status === 'FAILURE')).toMatchObject([
    { mentorId: mentorIds[2], error: { code: 'TEMPORARILY_UNAVAILABLE', retryable: true } },
  ])
})
