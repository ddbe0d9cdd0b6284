import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FairSemaphore } from '../../../src/orchestrator/core/fair-semaphore.ts'
import { collect, mentors, newSubmission, TEMPLATE } from './submission-fixture.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** An async selection that counts what is pulled, and notes how it was left. */
function watchedSelection(count: number) {
  const seen = { pulled: 0, left: false, ranOut: false }
  async function* generate() {
    try {
      for (const id of mentors(count)) {
        seen.pulled += 1
        yield id
      }
      seen.ranOut = true
    } finally {
      seen.left = true
    }
  }
  return { seen, mentorIds: generate() }
}

describe('the selection', () => {
  test('is pulled only as writes can start', async () => {
    const { orchestrator, service } = newSubmission({ maxConcurrentWrites: 3 })
    service.behaviour = { latencyMs: 100 }
    const { seen, mentorIds } = watchedSelection(10)
    const { result } = orchestrator.submit({ mentorIds, template: TEMPLATE })
    await vi.advanceTimersByTimeAsync(99)
    expect(seen.pulled).toBe(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.pulled).toBe(6)
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ total: 10 })
    expect(seen.ranOut).toBe(true)
  })

  test('is pulled no more than one group ahead while other submissions have all the slots', async () => {
    const writeSemaphore = new FairSemaphore(1)
    const other = await writeSemaphore.openLane().take(new AbortController().signal)
    const { orchestrator, service } = newSubmission({ writeSemaphore, mentorsPerWrite: 4 })
    const { seen, mentorIds } = watchedSelection(20)
    const { result } = orchestrator.submit({ mentorIds, template: TEMPLATE })
    await vi.advanceTimersByTimeAsync(1000)
    expect(seen.pulled).toBe(4)
    expect(service.registerCalls).toEqual([])
    other?.()
    expect(await result).toMatchObject({ total: 20 })
  })

  test('that is slow to come holds no slot', async () => {
    const { orchestrator, writeSemaphore } = newSubmission()
    async function* slow() {
      yield 'mentor-1'
      await new Promise((resolve) => setTimeout(resolve, 1000))
      yield 'mentor-2'
    }
    const { result } = orchestrator.submit({ mentorIds: slow(), template: TEMPLATE })
    await vi.advanceTimersByTimeAsync(500)
    expect(writeSemaphore.inFlight).toBe(0)
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ total: 2 })
  })

  test('is left through its return() when the run stops early', async () => {
    const { orchestrator, service } = newSubmission()
    service.behaviour = { latencyMs: 100 }
    const { seen, mentorIds } = watchedSelection(50)
    const interruption = new AbortController()
    const { result } = orchestrator.submit({ mentorIds, template: TEMPLATE, signal: interruption.signal })
    await vi.advanceTimersByTimeAsync(50)
    interruption.abort()
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ interrupted: true })
    expect(seen).toEqual({ pulled: 5, left: true, ranOut: false })
  })

  test.each(['sync', 'async'])('that throws (%s) ends the run after those in flight', async (kind) => {
    const { orchestrator, service, audited } = newSubmission()
    service.behaviour = { latencyMs: 100 }
    function* broken() {
      yield* mentors(3)
      throw new Error('page 2 cannot be read')
    }
    async function* brokenToo() {
      yield* broken()
    }
    const handle = orchestrator.submit({
      mentorIds: kind === 'sync' ? broken() : brokenToo(),
      template: TEMPLATE,
    })
    const result = expect(handle.result).rejects.toThrow('page 2 cannot be read')
    const progress = expect(collect(handle.progress)).rejects.toThrow('page 2 cannot be read')
    await vi.runAllTimersAsync()
    await Promise.all([result, progress])
    expect(service.stored).toHaveLength(3)
    expect(audited).toEqual([])
  })

  test('that has thrown is not left as well', async () => {
    const { orchestrator } = newSubmission()
    const iterator = {
      next(): IteratorResult<string> {
        throw new Error('page 1 cannot be read')
      },
      return: vi.fn(),
    }
    const mentorIds = { [Symbol.iterator]: () => iterator }
    await expect(orchestrator.submit({ mentorIds, template: TEMPLATE }).result).rejects.toThrow('page 1')
    expect(iterator.return).not.toHaveBeenCalled()
  })

  test('that cannot be opened rejects the result', async () => {
    const { orchestrator, service } = newSubmission()
    const mentorIds = {
      [Symbol.iterator](): Iterator<string> {
        throw new Error('no selection')
      },
    }
    await expect(orchestrator.submit({ mentorIds, template: TEMPLATE }).result).rejects.toThrow(
      'no selection',
    )
    expect(service.registerCalls).toEqual([])
  })
})

describe('an interruption', () => {
  function start(mentorIds: Iterable<string> | AsyncIterable<string>, total?: number) {
    const submission = newSubmission({ maxConcurrentWrites: 3 })
    submission.service.behaviour = { latencyMs: 100 }
    const interruption = new AbortController()
    const removed = vi.spyOn(interruption.signal, 'removeEventListener')
    const added = vi.spyOn(interruption.signal, 'addEventListener')
    const { signal } = interruption
    const handle = submission.orchestrator.submit({ mentorIds, template: TEMPLATE, signal, total })
    return {
      ...submission,
      ...handle,
      interruption,
      listeners: () => [added, removed].map((spy) => spy.mock.calls.length),
    }
  }

  test('starts nobody further, lets those in flight finish, and is not audited', async () => {
    const { result, progress, service, audited, interruption } = start(mentors(50), 50)
    const updates = collect(progress)
    await vi.advanceTimersByTimeAsync(150)
    interruption.abort()
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({
      overallStatus: 'partialSuccess',
      total: 50,
      succeeded: 6,
      failed: 0,
      error: null,
      interrupted: true,
    })
    expect(service.registerCalls).toHaveLength(6)
    expect(audited).toEqual([])
    expect((await updates).map(({ state }) => state)).toEqual(Array(6).fill('running'))
  })

  test('before the start starts nobody, and is no empty selection', async () => {
    const { orchestrator, service } = newSubmission()
    const { result } = orchestrator.submit({
      mentorIds: mentors(10),
      template: TEMPLATE,
      signal: AbortSignal.abort(),
    })
    expect(await result).toMatchObject({
      interrupted: true,
      error: null,
      overallStatus: 'totalFailure',
      total: 0,
    })
    expect(service.registerCalls).toEqual([])
  })

  test('after the last was started is none: everything settles', async () => {
    const { result, audited, interruption } = start(mentors(3), 3)
    await vi.advanceTimersByTimeAsync(50)
    interruption.abort()
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ interrupted: false, overallStatus: 'success', total: 3 })
    expect(audited).toHaveLength(1)
  })

  test('does not claim success where the selection has no known end', async () => {
    const { result, interruption } = start(mentors(50))
    await vi.advanceTimersByTimeAsync(50)
    interruption.abort()
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({
      interrupted: true,
      overallStatus: 'partialSuccess',
      total: 3,
      succeeded: 3,
    })
  })

  test('ends a run whose selection never answers', async () => {
    async function* silent() {
      yield 'mentor-1'
      await new Promise(() => {})
    }
    const { result, interruption } = start(silent())
    await vi.advanceTimersByTimeAsync(200)
    interruption.abort()
    expect(await result).toMatchObject({ interrupted: true, succeeded: 1 })
  })

  test('ends a run that waits for a slot, without the group that it had pulled', async () => {
    const writeSemaphore = new FairSemaphore(1)
    const other = await writeSemaphore.openLane().take(new AbortController().signal)
    const { orchestrator, service } = newSubmission({ writeSemaphore })
    const interruption = new AbortController()
    const { signal } = interruption
    const { result } = orchestrator.submit({ mentorIds: mentors(2), template: TEMPLATE, signal })
    await vi.advanceTimersByTimeAsync(0)
    expect(writeSemaphore.waitingLanes).toBe(1)
    interruption.abort()
    expect(await result).toMatchObject({ interrupted: true })
    expect(service.registerCalls).toEqual([])
    expect(writeSemaphore.waitingLanes).toBe(0)
    other?.()
    expect(writeSemaphore.inFlight).toBe(0)
  })

  test('can be followed by a run of the rest', async () => {
    const { orchestrator, result, service, audited, interruption } = start(mentors(10), 10)
    await vi.advanceTimersByTimeAsync(50)
    interruption.abort()
    await vi.runAllTimersAsync()
    await result
    const rest = mentors(10).slice(service.stored.length)
    const resumed = orchestrator.submit({ mentorIds: rest, template: TEMPLATE, total: 10 })
    await vi.runAllTimersAsync()
    expect(await resumed.result).toMatchObject({ overallStatus: 'success', total: 10, interrupted: false })
    expect(service.registerCalls.flat()).toEqual(mentors(10))
    expect(audited).toHaveLength(1)
  })

  test('that never comes leaves no listener on its signal', async () => {
    const { result, listeners } = start(mentors(10))
    await vi.runAllTimersAsync()
    await result
    expect(listeners()).toEqual([1, 1])
  })

  test('is not stopped by a selection that cannot be left in order', async () => {
    const mentorIds = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: 'mentor-1' }),
        return: () => {
          throw new Error('the cursor cannot be closed')
        },
      }),
    }
    const { result, log, interruption } = start(mentorIds)
    await vi.advanceTimersByTimeAsync(50)
    interruption.abort()
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ interrupted: true })
    expect(log.lines).toMatchObject([{ data: { err: { message: 'the cursor cannot be closed' } } }])
  })
})
