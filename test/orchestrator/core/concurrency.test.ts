import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FairSemaphore } from '../../../src/orchestrator/core/fair-semaphore.ts'
import { mentors, newSubmission } from './submission-fixture.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** How long a submission of `count` mentors takes, in milliseconds of virtual time, at 100 ms a write. */
async function duration(
  submission: ReturnType<typeof newSubmission>,
  count: number,
  maxConcurrentWrites?: number,
): Promise<number> {
  submission.service.behaviour = { latencyMs: 100 }
  const started = Date.now()
  const { result } = submission.orchestrator.submit({
    ...submission.service.select(mentors(count)),
    maxConcurrentWrites,
  })
  const ended = result.then(() => Date.now())
  await vi.runAllTimersAsync()
  return (await ended) - started
}

describe('the bound on concurrent writes', () => {
  test('is reached', async () => {
    const submission = newSubmission()
    await duration(submission, 23)
    expect(submission.service.mostInFlight).toBe(5)
  })

  test('lets 20 mentors take at most 4 times as long as one call', async () => {
    expect(await duration(newSubmission(), 20)).toBeLessThanOrEqual(400)
  })

  test('is not raised by a request', async () => {
    const submission = newSubmission({ maxConcurrentWrites: 3 })
    await duration(submission, 20, 50)
    expect(submission.service.mostInFlight).toBe(3)
  })

  test('is lowered by a request', async () => {
    const submission = newSubmission()
    await duration(submission, 6, 2)
    expect(submission.service.mostInFlight).toBe(2)
  })

  test('lies under that of the process', async () => {
    const submission = newSubmission({ maxConcurrentWrites: 10, writeSemaphore: new FairSemaphore(2) })
    await duration(submission, 10)
    expect(submission.service.mostInFlight).toBe(2)
  })

  test('leaves no slot taken behind', async () => {
    const submission = newSubmission()
    await duration(submission, 7)
    expect(submission.writeSemaphore.inFlight).toBe(0)
    expect(submission.writeSemaphore.waitingLanes).toBe(0)
  })
})

describe('a group', () => {
  test('has one mentor at first, then twice as many for as long as that costs nothing', async () => {
    const submission = newSubmission({ maxConcurrentWrites: 1 })
    await duration(submission, 100)
    const { registerCalls } = submission.service
    expect(registerCalls.map((group) => group.length)).toEqual([1, 2, 4, 8, 16, 32, 37])
    expect(registerCalls.flat()).toEqual(mentors(100))
  })
})

describe('submissions side by side', () => {
  test('share the slots in turn: 10 mentors beside 20,000 are not behind them', async () => {
    const writeSemaphore = new FairSemaphore(5)
    const large = newSubmission({ writeSemaphore })
    const small = newSubmission({ writeSemaphore })
    large.service.behaviour = { latencyMs: 10 }
    small.service.behaviour = { latencyMs: 10 }
    const interruption = new AbortController()
    const largeRun = large.orchestrator.submit({
      ...large.service.select(mentors(20_000)),
      signal: interruption.signal,
    })
    await vi.advanceTimersByTimeAsync(100)
    const writesBefore = large.service.registerCalls.length
    expect(writesBefore).toBeGreaterThan(0)

    const smallRun = small.orchestrator.submit(small.service.select(mentors(10)))
    const writesMeanwhile = smallRun.result.then(() => large.service.registerCalls.length - writesBefore)
    await vi.advanceTimersByTimeAsync(60)
    expect(small.service.stored).toHaveLength(10)
    // One for one, and the five that were in flight when it came.
    expect(await writesMeanwhile).toBeLessThanOrEqual(10 + 5)

    interruption.abort()
    await vi.advanceTimersByTimeAsync(10)
    expect(await largeRun.result).toMatchObject({ interrupted: true })
    expect(writeSemaphore.inFlight).toBe(0)
  })

  test('never have more in flight together than the process may', async () => {
    const writeSemaphore = new FairSemaphore(7)
    let inFlight = 0
    let most = 0
    const runs = [1, 2, 3, 4].map(() => {
      const { orchestrator, service } = newSubmission({ writeSemaphore })
      const register = service.registerNext.bind(service)
      service.behaviour = { latencyMs: 10 }
      service.registerNext = async (...call) => {
        inFlight += 1
        most = Math.max(most, inFlight)
        return register(...call).finally(() => {
          inFlight -= 1
        })
      }
      return orchestrator.submit(service.select(mentors(40))).result
    })
    await vi.runAllTimersAsync()
    expect((await Promise.all(runs)).every(({ succeeded }) => succeeded === 40)).toBe(true)
    expect(most).toBe(7)
  })
})
