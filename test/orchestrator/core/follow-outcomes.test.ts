import { describe, expect, test } from 'vitest'
import {
  followOutcomes,
  type OutcomeSource,
  type OutcomesEnd,
} from '../../../src/orchestrator/core/follow-outcomes.ts'
import { Latch } from '../../../src/orchestrator/core/latch.ts'
import { DUPLICATE, FakeRegistrationService } from './fake-registration-service.ts'
import { collect, mentors } from './submission-fixture.ts'

const FINISHED: OutcomesEnd = { sequence: 10, succeeded: 9, overallStatus: 'partialSuccess' }

/** A source on stored outcomes, the second of them a failure. */
function storedSource(count: number) {
  const service = new FakeRegistrationService()
  const settle = (ids: readonly string[]) =>
    service.settle(ids, (id) => (id === 'mentor-2' ? DUPLICATE : null))
  settle(mentors(count))
  const latch = new Latch()
  const state = { end: null as OutcomesEnd | null, reads: [] as [number, number][], waits: 0, closed: 0 }
  const source: OutcomeSource = {
    async readPage(after, limit) {
      state.reads.push([after, limit])
      const { end } = state
      return { outcomes: await service.outcomes(after, limit), total: 10, end }
    },
    wait(signal) {
      state.waits += 1
      return latch.wait(signal)
    },
    close() {
      state.closed += 1
    },
  }
  return { source, state, settle, latch }
}

describe('following outcomes', () => {
  test('replays a finished submission in pages, without a wait', async () => {
    const { source, state } = storedSource(10)
    state.end = FINISHED
    const updates = await collect(followOutcomes(source, { pageSize: 4 }))
    expect(updates.map(({ sequence, state }) => [sequence, state])).toEqual([
      ...Array.from({ length: 10 }, (_, index) => [index + 1, 'running']),
      [10, 'finished'],
    ])
    expect(state).toMatchObject({
      reads: [
        [0, 4],
        [4, 4],
        [8, 4],
      ],
      waits: 0,
      closed: 1,
    })
  })

  test('goes on from a given sequence with the counts of the whole', async () => {
    const { source, state } = storedSource(10)
    state.end = FINISHED
    const updates = await collect(followOutcomes(source, { after: 7 }))
    expect(updates.map(({ sequence, succeeded, failed }) => [sequence, succeeded, failed])).toEqual([
      [8, 7, 1],
      [9, 8, 1],
      [10, 9, 1],
      [10, 9, 1],
    ])
  })

  test.each([10, 11, 5000])(
    'from %i on, at or beyond the end, gives the last update at once',
    async (after) => {
      const { source, state } = storedSource(10)
      state.end = FINISHED
      expect(await collect(followOutcomes(source, { after }))).toEqual([
        {
          sequence: 10,
          completed: 10,
          succeeded: 9,
          failed: 1,
          total: 10,
          outcome: null,
          state: 'finished',
          overallStatus: 'partialSuccess',
        },
      ])
    },
  )

  test('completes without a last update where the run stopped before the end', async () => {
    const { source, state } = storedSource(4)
    state.end = { sequence: 4, succeeded: 3, overallStatus: null }
    expect(
      (await collect(followOutcomes(source))).map(({ sequence, outcome }) => [sequence, outcome?.mentorId]),
    ).toEqual([
      [1, 'mentor-1'],
      [2, 'mentor-2'],
      [3, 'mentor-3'],
      [4, 'mentor-4'],
    ])
  })

  test('does not miss what is settled while it reads', async () => {
    const { source, state, settle, latch } = storedSource(3)
    const readPage = source.readPage
    let firstRead = true
    source.readPage = async (after, limit) => {
      const page = await readPage(after, limit)
      if (firstRead) {
        // Between the read and the wait: only a latched hint brings these to light.
        firstRead = false
        settle(mentors(10))
        state.end = FINISHED
        latch.hint()
      }
      return page
    }
    expect(await collect(followOutcomes(source))).toHaveLength(11)
    expect(state.waits).toBe(1)
  })

  test('reads on without a wait where the end came between two halves of a read', async () => {
    const { source, state, settle } = storedSource(3)
    const readPage = source.readPage
    source.readPage = async (after, limit) => {
      const page = await readPage(after, limit)
      if (after === 0) settle(mentors(10))
      state.end = FINISHED
      return { ...page, end: FINISHED }
    }
    expect(await collect(followOutcomes(source))).toHaveLength(11)
    expect(state.waits).toBe(0)
  })

  test('waits for outcomes that an end read after them has notified', async () => {
    const { source, state, settle, latch } = storedSource(0)
    state.end = FINISHED
    const updates = collect(followOutcomes(source))
    await new Promise((resolve) => setImmediate(resolve))
    expect(state).toMatchObject({ reads: [[0, 100]], waits: 1 })
    settle(mentors(10))
    latch.hint()
    expect(await updates).toHaveLength(11)
  })

  test('reads nothing before it is asked, and no further page while its reader pauses', async () => {
    const { source, state } = storedSource(10)
    const stream = followOutcomes(source, { pageSize: 3 })
    expect(state.reads).toEqual([])
    await stream.next()
    await new Promise((resolve) => setImmediate(resolve))
    expect(state.reads).toEqual([[0, 3]])
    await stream.return()
    expect(state.closed).toBe(1)
  })

  test('ends at once on return() while a read hangs, and drops what the read brings', async () => {
    let answer = (_: Error) => {}
    let closed = 0
    const stream = followOutcomes({
      readPage: () =>
        new Promise<never>((_, reject) => {
          answer = reject
        }),
      wait: () => Promise.resolve(),
      close: () => {
        closed += 1
      },
    })
    const waiting = stream.next()
    await Promise.resolve()
    expect(await stream.return()).toEqual({ done: true, value: undefined })
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(closed).toBe(1)
    answer(new Error('too late'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(closed).toBe(1)
  })

  test('does not read again after return() has ended a wait', async () => {
    const { source, state } = storedSource(0)
    const stream = followOutcomes(source)
    const waiting = stream.next()
    await new Promise((resolve) => setImmediate(resolve))
    await stream.return()
    expect(await waiting).toMatchObject({ done: true })
    await new Promise((resolve) => setImmediate(resolve))
    expect(state).toMatchObject({ reads: [[0, 100]], closed: 1 })
  })

  test('closes its source when left before it began', async () => {
    const { source, state } = storedSource(3)
    await followOutcomes(source).return()
    expect(state).toMatchObject({ reads: [], closed: 1 })
  })

  test('throws the error of a read, closes its source, and is over', async () => {
    const { source, state } = storedSource(3)
    source.readPage = () => Promise.reject(new Error('no longer yours'))
    const stream = followOutcomes(source)
    await expect(stream.next()).rejects.toThrow('no longer yours')
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(state.closed).toBe(1)
  })

  test('needs no close of its source', async () => {
    const { source } = storedSource(3)
    const { readPage, wait } = source
    const stream = followOutcomes({ readPage, wait })
    expect(await stream.next()).toMatchObject({ value: { sequence: 1 } })
    expect(await stream.return()).toMatchObject({ done: true })
  })
})
