import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ProgressTracker } from '../../../src/orchestrator/core/progress-tracker.ts'
import type { BulkProgressUpdate } from '../../../src/orchestrator/core/progress-update.ts'
import { DUPLICATE } from './fake-registration-service.ts'
import { collect, mentors, newSubmission } from './submission-fixture.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function start(count: number) {
  const submission = newSubmission()
  submission.service.behaviour = { latencyMs: 100, failures: new Map([['mentor-2', DUPLICATE]]) }
  const handle = submission.orchestrator.submit(submission.service.select(mentors(count)))
  return { ...submission, ...handle, followers: () => (handle.progress as ProgressTracker).followers }
}

describe('the progress of a submission', () => {
  test('is one update for each mentor with running counts, then a last one', async () => {
    const { progress, result } = start(10)
    const updates = collect(progress)
    await vi.runAllTimersAsync()
    const seen = await updates
    expect(seen).toHaveLength(11)
    let succeeded = 0
    for (const [index, update] of seen.slice(0, 10).entries()) {
      if (update.outcome?.status === 'success') succeeded += 1
      expect(update).toMatchObject({
        sequence: index + 1,
        completed: index + 1,
        succeeded,
        failed: index + 1 - succeeded,
        total: 10,
        outcome: { sequence: index + 1 },
        state: 'running',
        overallStatus: null,
      })
    }
    expect(seen[10]).toEqual({
      sequence: 10,
      completed: 10,
      succeeded: 9,
      failed: 1,
      total: 10,
      outcome: null,
      state: 'finished',
      overallStatus: 'partialSuccess',
    })
    expect(await result).toMatchObject({ succeeded: 9, failed: 1 })
  })

  test('shows each mentor within 50 ms of its settling', async () => {
    const { progress } = start(20)
    const delays: number[] = []
    const following = (async () => {
      for await (const { outcome } of progress) {
        if (outcome) delays.push(Date.now() - outcome.settledAt.getTime())
      }
    })()
    await vi.runAllTimersAsync()
    await following
    expect(delays).toHaveLength(20)
    expect(Math.max(...delays)).toBeLessThanOrEqual(50)
  })

  test('is seen in full by two consumers at once, each at its own pace', async () => {
    const { progress } = start(10)
    const quick = collect(progress)
    const slow: BulkProgressUpdate[] = []
    const slowly = (async () => {
      for await (const update of progress) {
        slow.push(update)
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    })()
    await vi.advanceTimersByTimeAsync(300)
    expect(await quick).toHaveLength(11)
    expect(slow).toHaveLength(1)
    await vi.runAllTimersAsync()
    await slowly
    expect(slow.map(({ sequence }) => sequence)).toEqual((await quick).map(({ sequence }) => sequence))
  })

  test('can be followed after the end, from the beginning', async () => {
    const { progress, result, followers } = start(10)
    await vi.runAllTimersAsync()
    await result
    expect(await collect(progress)).toHaveLength(11)
    expect(followers()).toBe(0)
  })

  test('ends at once for a consumer that leaves while it waits; the run goes on', async () => {
    const { progress, result, followers } = start(10)
    const consumer = (progress as ProgressTracker)[Symbol.asyncIterator]()
    const waiting = consumer.next()
    await vi.advanceTimersByTimeAsync(1)
    expect(followers()).toBe(1)
    // No timer is advanced from here on: neither may wait for the run.
    expect(await consumer.return()).toEqual({ done: true, value: undefined })
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await consumer.next()).toEqual({ done: true, value: undefined })
    expect(followers()).toBe(0)
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ total: 10, interrupted: false })
  })

  test('keeps no follower that has left a loop, nor one that never began', async () => {
    const { progress, result, followers } = start(10)
    void (progress as ProgressTracker)[Symbol.asyncIterator]()
    const first = (async () => {
      for await (const update of progress) return update
    })()
    await vi.advanceTimersByTimeAsync(100)
    expect(await first).toMatchObject({ sequence: 1 })
    expect(followers()).toBe(0)
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ total: 10 })
  })

  test('that nobody reads on costs the run nothing: not even a read', async () => {
    const { progress, result, service } = start(500)
    const stalled = (progress as ProgressTracker)[Symbol.asyncIterator]()
    const first = stalled.next()
    await vi.runAllTimersAsync()
    expect(await first).toMatchObject({ value: { sequence: 1 } })
    expect(await result).toMatchObject({ total: 500 })
    expect(service.reads).toBe(1)
    await stalled.return()
  })

  test('throws for its reader what the store throws, and leaves the run alone', async () => {
    const { progress, result, service, followers } = start(10)
    service.behaviour.beforeRead = () => {
      throw new Error('the store cannot be read')
    }
    const reading = expect(collect(progress)).rejects.toThrow('the store cannot be read')
    await vi.runAllTimersAsync()
    await reading
    expect(followers()).toBe(0)
    expect(await result).toMatchObject({ total: 10, succeeded: 9 })
  })
})
