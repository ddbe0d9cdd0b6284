import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { collect, mentors, newSubmission } from './submission-fixture.ts'

const SECRET = 'relation "auth.users" at 10.0.0.7 does not exist'

function throwFor(...broken: string[]) {
  return (mentorIds: readonly string[]) => {
    if (mentorIds.some((id) => broken.includes(id))) throw new Error(SECRET)
  }
}

describe('a service that throws for a mentor', () => {
  test('fails that mentor, retryable and without telling the cause, and no other', async () => {
    const { orchestrator, service, log } = newSubmission()
    service.behaviour = { beforeStore: throwFor('mentor-4') }
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({ overallStatus: 'partialSuccess', total: 10, succeeded: 9, failed: 1 })
    const [failure] = (await result.outcomes(0, 10)).filter(({ error }) => error)
    expect(failure).toMatchObject({
      mentorId: 'mentor-4',
      error: { code: 'INTERNAL_ERROR', retryable: true },
    })
    expect(JSON.stringify(failure)).not.toContain(SECRET)
    expect(log.lines[0]).toMatchObject({ data: { err: { message: SECRET } } })
  })

  test('in a synchronous way is no different', async () => {
    const { orchestrator, service } = newSubmission()
    service.registerNext = () => {
      throw new Error(SECRET)
    }
    const result = await orchestrator.submit(service.select(mentors(3))).result
    expect(result).toMatchObject({ overallStatus: 'totalFailure', total: 3, failed: 3, interrupted: false })
  })

  test('fails nobody else of the group that the mentor is in', async () => {
    const { orchestrator, service } = newSubmission()
    service.behaviour = { beforeStore: throwFor('mentor-13', 'mentor-20') }
    const result = await orchestrator.submit(service.select(mentors(25))).result
    expect(result).toMatchObject({ total: 25, succeeded: 23, failed: 2 })
    expect(service.failCalls.map(({ mentorIds }) => mentorIds)).toEqual([['mentor-13'], ['mentor-20']])
  })

  test('after it has stored the mentor leaves the stored outcome as it is', async () => {
    const { orchestrator, service } = newSubmission()
    service.behaviour = {
      beforeStore: ([mentorId]) => {
        if (mentorId !== 'mentor-2') return
        service.settle(['mentor-2'])
        throw new Error('the connection was cut after the commit')
      },
    }
    const result = await orchestrator.submit(service.select(mentors(5))).result
    expect(result).toMatchObject({ overallStatus: 'success', total: 5, succeeded: 5, interrupted: false })
  })
})

describe('a service that cannot even store a failure', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  function start() {
    const submission = newSubmission({ maxConcurrentWrites: 3 })
    submission.service.behaviour = {
      latencyMs: 100,
      beforeStore: throwFor('mentor-5'),
      beforeFail: () => {
        throw new Error('the store is gone')
      },
    }
    const handle = submission.orchestrator.submit(submission.service.select(mentors(50)))
    return { ...submission, ...handle }
  }

  test('ends the run: nobody further is started, those in flight settle, the result rejects', async () => {
    const { result, service, audited, writeSemaphore } = start()
    const rejected = expect(result.finally(() => expect(service.inFlight).toBe(0))).rejects.toThrow(
      'the store is gone',
    )
    await vi.runAllTimersAsync()
    await rejected
    expect(service.stored.map(({ mentorId }) => mentorId)).toEqual(
      expect.arrayContaining(['mentor-1', 'mentor-2', 'mentor-3', 'mentor-4']),
    )
    expect(service.stored.map(({ mentorId }) => mentorId)).not.toContain('mentor-5')
    expect(audited).toEqual([])
    expect(writeSemaphore.inFlight).toBe(0)
  })

  test('shows every outcome there is before the progress throws', async () => {
    const { progress, service } = start()
    const seen: number[] = []
    const reading = (async () => {
      for await (const { sequence } of progress) seen.push(sequence)
    })()
    const rejected = expect(reading).rejects.toThrow('the store is gone')
    await vi.runAllTimersAsync()
    await rejected
    expect(seen).toEqual(service.stored.map(({ sequence }) => sequence))
    expect(seen.length).toBeGreaterThanOrEqual(4)
  })

  test('throws for a consumer that comes when all is over, after the stored outcomes', async () => {
    const { result, progress, service } = start()
    await Promise.all([expect(result).rejects.toThrow('the store is gone'), vi.runAllTimersAsync()])
    const seen: number[] = []
    await expect(
      (async () => {
        for await (const { sequence } of progress) seen.push(sequence)
      })(),
    ).rejects.toThrow('the store is gone')
    expect(seen).toHaveLength(service.stored.length)
  })
})

describe('a failed run that nobody listens to', () => {
  test('is no unhandled rejection', async () => {
    const unhandled: unknown[] = []
    const note = (cause: unknown) => unhandled.push(cause)
    process.on('unhandledRejection', note)
    try {
      const { orchestrator, service } = newSubmission()
      service.registerNext = () => Promise.reject(new Error('register'))
      service.failNext = () => Promise.reject(new Error('fail'))
      const ignored = orchestrator.submit(service.select(mentors(10)))
      const left = ignored.progress[Symbol.asyncIterator]()
      void left.next().catch(() => {})
      await left.return?.()
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).toEqual([])
      await expect(collect(ignored.progress)).rejects.toThrow('fail')
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})
