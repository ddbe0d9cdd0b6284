import { describe, expect, test } from 'vitest'
import { EmptySelectionError } from '../../../src/errors.ts'
import { BulkRegistrationOrchestrator } from '../../../src/orchestrator/core/bulk-registration-orchestrator.ts'
import type { MentorSubmissionError } from '../../../src/orchestrator/core/mentor-errors.ts'
import { DUPLICATE } from './fake-registration-service.ts'
import { COORDINATOR, collect, mentors, newSubmission } from './submission-fixture.ts'

const NOT_YOURS: MentorSubmissionError = {
  code: 'MENTOR_NOT_IN_YOUR_CHAPTERS',
  message: 'This mentor is in none of your chapters.',
  retryable: false,
}

describe('the result of a submission', () => {
  test('of 10 mentors who all succeed is success, with an activity for each', async () => {
    const { orchestrator, service } = newSubmission()
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({
      overallStatus: 'success',
      total: 10,
      succeeded: 10,
      failed: 0,
      error: null,
      interrupted: false,
    })
    const outcomes = await result.outcomes(0, 100)
    expect(outcomes.map(({ mentorId }) => mentorId).sort()).toEqual(mentors(10).sort())
    expect(outcomes.every(({ activityId, error }) => activityId && !error)).toBe(true)
  })

  test('where 3 of 10 fail is partial success, each failure with its own reason', async () => {
    const { orchestrator, service } = newSubmission()
    const failures = new Map([
      ['mentor-2', DUPLICATE],
      ['mentor-5', NOT_YOURS],
      ['mentor-9', DUPLICATE],
    ])
    service.behaviour = { failures }
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({ overallStatus: 'partialSuccess', total: 10, succeeded: 7, failed: 3 })
    const failed = (await result.outcomes(0, 100)).filter(({ status }) => status === 'failure')
    expect(new Map(failed.map(({ mentorId, error }) => [mentorId, error]))).toEqual(failures)
  })

  test('where all fail is total failure, and not the error of an empty selection', async () => {
    const { orchestrator, service } = newSubmission()
    service.behaviour = { failures: new Map(mentors(10).map((id) => [id, DUPLICATE])) }
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({
      overallStatus: 'totalFailure',
      total: 10,
      succeeded: 0,
      failed: 10,
      error: null,
    })
  })

  test('of nobody is the typed error and total failure, without a call', async () => {
    const { orchestrator, service } = newSubmission()
    const handle = orchestrator.submit(service.select([]))
    const [updates, result] = await Promise.all([collect(handle.progress), handle.result])
    expect(result.error).toBeInstanceOf(EmptySelectionError)
    expect(result.error).toMatchObject({ code: 'EMPTY_SELECTION', overallStatus: 'totalFailure' })
    expect(result).toMatchObject({ overallStatus: 'totalFailure', total: 0, succeeded: 0, failed: 0 })
    expect(updates).toMatchObject([
      { sequence: 0, total: 0, outcome: null, state: 'finished', overallStatus: 'totalFailure' },
    ])
    expect([service.registerCalls.length, service.failCalls.length, service.reads]).toEqual([0, 0, 0])
  })

  test('reads its outcomes page by page', async () => {
    const { orchestrator, service } = newSubmission()
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect((await result.outcomes(0, 4)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    expect((await result.outcomes(8, 4)).map(({ sequence }) => sequence)).toEqual([9, 10])
  })

  test('speaks of the whole submission where an earlier run has settled some of it', async () => {
    const { orchestrator, service, audited } = newSubmission()
    service.settle(mentors(4), () => DUPLICATE)
    const handle = orchestrator.submit(service.select(mentors(10).slice(4), 10))
    expect(await handle.result).toMatchObject({
      overallStatus: 'partialSuccess',
      total: 10,
      succeeded: 6,
      failed: 4,
    })
    expect(audited).toEqual([{ actingCoordinatorId: COORDINATOR, total: 10, succeeded: 6, failed: 4 }])
    expect(await collect(handle.progress)).toHaveLength(11)
  })

  test('is what the store says where everything was settled before', async () => {
    const { orchestrator, service, audited } = newSubmission()
    service.settle(mentors(1200))
    const result = await orchestrator.submit(service.select([], 1200)).result
    expect(result).toMatchObject({ overallStatus: 'success', total: 1200, error: null, interrupted: false })
    expect(audited).toHaveLength(1)
    expect(service.registerCalls.flat()).toEqual([])
  })

  test('counts what another server settled meanwhile', async () => {
    const { orchestrator, service } = newSubmission()
    service.behaviour = {
      beforeStore: (mentorIds) => {
        if (mentorIds.includes('mentor-10')) service.settle(['mentor-10'], () => DUPLICATE)
      },
    }
    const handle = orchestrator.submit(service.select(mentors(10)))
    expect(await handle.result).toMatchObject({ total: 10, succeeded: 9, failed: 1, interrupted: false })
    expect(await collect(handle.progress)).toHaveLength(11)
  })

  test('is not finished, nor audited, while another server still settles some', async () => {
    const { orchestrator, service, audited } = newSubmission()
    service.behaviour = { takenElsewhere: new Set(['mentor-3']) }
    const handle = orchestrator.submit(service.select(mentors(10)))
    expect(await handle.result).toMatchObject({
      overallStatus: 'partialSuccess',
      total: 10,
      succeeded: 9,
      failed: 0,
      interrupted: true,
    })
    expect(audited).toEqual([])
    expect((await collect(handle.progress)).at(-1)).toMatchObject({ sequence: 9, state: 'running' })
  })

  test('of one submission is not touched by another on the same slots', async () => {
    const first = newSubmission()
    const second = newSubmission({ writeSemaphore: first.writeSemaphore })
    second.service.behaviour = { failures: new Map([['mentor-1', DUPLICATE]]) }
    const results = await Promise.all(
      [first, second].map(
        ({ orchestrator, service }) => orchestrator.submit(service.select(mentors(10))).result,
      ),
    )
    expect(results.map(({ succeeded }) => succeeded)).toEqual([10, 9])
  })
})

describe('a number that is no number of writes', () => {
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is a RangeError', (number) => {
    const { orchestrator, service, log, writeSemaphore } = newSubmission()
    const request = service.select(mentors(3))
    expect(() => orchestrator.submit({ ...request, maxConcurrentWrites: number })).toThrow(RangeError)
    const options = {
      actingCoordinatorId: COORDINATOR,
      audit: { logBulkSubmission: async () => {} },
      service,
      log,
      writeSemaphore,
      maxConcurrentWrites: 5,
    }
    expect(() => new BulkRegistrationOrchestrator({ ...options, maxConcurrentWrites: number })).toThrow(
      RangeError,
    )
    expect(service.registerCalls).toEqual([])
  })

  test('a total below zero is a RangeError', () => {
    const { orchestrator } = newSubmission()
    expect(() => orchestrator.submit({ total: -1 })).toThrow(RangeError)
  })
})
