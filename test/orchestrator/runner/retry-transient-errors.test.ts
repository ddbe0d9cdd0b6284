import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/database/client.ts'
import { TemporarilyUnavailableError } from '../../../src/orchestrator/core/proxy-registration-service.ts'
import { retryTransientErrors } from '../../../src/orchestrator/runner/retry-transient-errors.ts'
import { FakeLog } from '../core/submission-fixture.ts'

const CONFLICT = Object.assign(new Error('deadlock'), { code: 'P2034' })
const UNAVAILABLE = Object.assign(new Error('connection lost'), { code: 'ECONNRESET' })
const never = new AbortController().signal

/** A database that answers others, or does not. */
function database(answers: () => boolean): Database {
  const prisma = {
    $queryRaw: async () => {
      if (!answers()) throw UNAVAILABLE
      return [1]
    },
  }
  return { shared: true, prisma, close: async () => {} } as unknown as Database
}

/** Work that fails with these errors in turn, and then succeeds. */
function failing(...errors: unknown[]): (() => Promise<string>) & { calls: number } {
  const work = Object.assign(
    async () => {
      work.calls += 1
      const error = errors[work.calls - 1]
      if (error) throw error
      return 'done'
    },
    { calls: 0 },
  )
  return work
}

// Its pauses are real ones, so all of these wait at the same time.
describe.concurrent('database work', () => {
  it('that succeeds is done once', async () => {
    const work = failing()
    expect(
      await retryTransientErrors(
        database(() => true),
        new FakeLog(),
        never,
        work,
      ),
    ).toBe('done')
    expect(work.calls).toBe(1)
  })

  it.each([
    ['a conflict', CONFLICT],
    ['a lost connection', UNAVAILABLE],
  ])('that meets %s seven times is done all the same, and logged once', async (_, error) => {
    const log = new FakeLog()
    const work = failing(...Array(7).fill(error))
    const result = retryTransientErrors(
      database(() => true),
      log,
      never,
      work,
    )
    expect(await result).toBe('done')
    expect(work.calls).toBe(8)
    expect(log.lines).toHaveLength(1)
  })

  it('that fails eight times on a database that answers others is given up, with the reason', async () => {
    const log = new FakeLog()
    const work = failing(...Array(8).fill(UNAVAILABLE))
    const result = retryTransientErrors(
      database(() => true),
      log,
      never,
      work,
    )
    const reason = await result.catch((cause: unknown) => cause)
    expect(reason).toBeInstanceOf(TemporarilyUnavailableError)
    expect((reason as Error).cause).toBe(UNAVAILABLE)
    expect(work.calls).toBe(8)
    expect(log.lines.at(-1)?.data).toMatchObject({ attempts: 8 })
  })

  it('waits for as long as it takes while the database is gone as a whole', async () => {
    const work = failing(...Array(9).fill(UNAVAILABLE))
    expect(
      await retryTransientErrors(
        database(() => false),
        new FakeLog(),
        never,
        work,
      ),
    ).toBe('done')
    expect(work.calls).toBe(10)
  })

  it('that fails for another reason throws at once, and is not repeated', async () => {
    const reason = new Error('a mistake')
    const work = failing(reason)
    await expect(
      retryTransientErrors(
        database(() => true),
        new FakeLog(),
        never,
        work,
      ),
    ).rejects.toBe(reason)
    expect(work.calls).toBe(1)
  })

  it('is not begun where the signal has aborted', async () => {
    const work = failing()
    expect(
      await retryTransientErrors(
        database(() => true),
        new FakeLog(),
        AbortSignal.abort(),
        work,
      ),
    ).toBeUndefined()
    expect(work.calls).toBe(0)
  })

  it('is given up without an error when the signal aborts between attempts', async () => {
    const stop = new AbortController()
    const work = failing(...Array(100).fill(UNAVAILABLE))
    const result = retryTransientErrors(
      database(() => false),
      new FakeLog(),
      stop.signal,
      async () => {
        if (work.calls === 3) setImmediate(() => stop.abort())
        return work()
      },
    )
    expect(await result).toBeUndefined()
    expect(work.calls).toBe(4)
  })
})
