import { expect, it } from 'vitest'
import { MentorSubmissionErrorCode } from '../../../src/database/generated/enums.ts'
import { mentorError } from '../../../src/orchestrator/core/mentor-errors.ts'

const codes = Object.values(MentorSubmissionErrorCode)

it.each(codes)('%s has a sentence of its own for people', (code) => {
  const { message } = mentorError(code)
  expect(mentorError(code).code).toBe(code)
  expect(message).toMatch(/^[A-Z].+\.$/)
  expect(codes.filter((other) => mentorError(other).message === message)).toEqual([code])
})

it('only failures that the same mentor may well not meet again are retryable', () => {
  expect(codes.filter((code) => mentorError(code).retryable).sort()).toEqual([
    'CANCELLED',
    'INTERNAL_ERROR',
    'TEMPORARILY_UNAVAILABLE',
  ])
})
