import { expect, it } from 'vitest'
import { MentorSubmissionErrorCode } from '../../src/database/generated/enums.ts'
import { mentorFailure } from '../../src/orchestrator/mentor-failures.ts'

const codes = Object.values(MentorSubmissionErrorCode)

it.each(codes)('%s has a sentence of its own for people', (code) => {
  const { message } = mentorFailure(code)
  expect(mentorFailure(code).code).toBe(code)
  expect(message).toMatch(/^[A-Z].+\.$/)
  expect(codes.filter((other) => mentorFailure(other).message === message)).toEqual([code])
})

it('only failures that the same mentor may well not meet again are retryable', () => {
  expect(codes.filter((code) => mentorFailure(code).retryable).sort()).toEqual([
    'CANCELLED',
    'INTERNAL_ERROR',
    'TEMPORARILY_UNAVAILABLE',
  ])
})
