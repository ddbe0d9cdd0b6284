import { LRUCache } from 'lru-cache'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredOutcome } from '../../../src/orchestrator/core/outcome.ts'
import type { Context } from '../../../src/resolvers/context.ts'
import { type FeedListener, ProgressFeed } from '../../../src/resolvers/progress-feed.ts'
import { PROGRESS_PAGE_SIZE, type SubmissionProgress } from '../../../src/resolvers/progress-page.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A submission of so many mentors, and a feed of it whose reads are counted and can be held back. */
function feedOf(total: number, updatesInMemory = 20_000) {
  const state = {
    settled: 0,
    reads: [] as [after: number, limit: number][],
    gate: Promise.resolve(),
    readMs: 0,
    failure: undefined as Error | undefined,
    deleted: false,
  }
  const update = (sequence: number, outcome: object | null) => ({ sequence, outcome }) as SubmissionProgress
  const feed = new ProgressFeed({
    context: { viewer: { userId: 'user' } } as Context,
    submissionId: 'submission',
    pages: new LRUCache({ maxSize: updatesInMemory, sizeCalculation: (updates) => updates.length }),
    async read(after, limit) {
      state.reads.push([after, limit])
      const { settled, deleted } = state
      await state.gate
      if (state.readMs > 0) await new Promise((resolve) => setTimeout(resolve, state.readMs))
      if (state.failure) throw state.failure
      const count = deleted ? 0 : Math.max(0, Math.min(limit, settled - after))
      return {
        updates: Array.from({ length: count }, (_, index) => update(after + index + 1, {})),
        total,
        settled,
        last: settled === total ? update(total, null) : undefined,
      }
    },
    pageOf(outcomes) {
      const settled = outcomes.at(-1)?.sequence ?? 0
      return {
        updates: outcomes.map(({ sequence }) => update(sequence, {})),
        total,
        settled,
        last: settled === total ? update(total, null) : undefined,
      }
    },
  })
  /** Settles in this process: the feed is handed the outcomes. */
  const settleHere = (last: number, from = state.settled + 1) => {
    state.settled = last
    feed.append(upTo(last, from).map((sequence) => ({ sequence }) as StoredOutcome))
  }
  return { feed, state, settleHere }
}

/** Reads as far as it can, from a position on; goes on when it is told to. */
class Reader implements FeedListener {
  readonly seen: (number | 'last')[] = []
  thrown: unknown
  readonly #feed: ProgressFeed
  #position: number

  constructor(feed: ProgressFeed, after = 0) {
    this.#feed = feed
    this.#position = after
    this.ready()
  }

  ready(): void {
    try {
      for (let update = this.#next(); update; update = this.#next()) {
        this.seen.push(update.outcome ? update.sequence : 'last')
        this.#position = update.sequence
        if (!update.outcome) return
      }
    } catch (cause) {
      this.thrown = cause
    }
  }

  #next(): SubmissionProgress | undefined {
    return this.#feed.next(this.#position, this)
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index)

describe('a feed', () => {
  it('reads once for all who wait for the same, and gives them the same objects', async () => {
    const { feed, state } = feedOf(3)
    state.settled = 3
    await feed.check()
    const readers = Array.from({ length: 100 }, () => new Reader(feed))
    await settle()
    for (const { seen } of readers) expect(seen).toEqual([1, 2, 3, 'last'])
    expect(state.reads).toEqual([[0, PROGRESS_PAGE_SIZE]])
    const listener = { ready() {} }
    expect(feed.next(0, listener)).toBe(feed.next(0, listener))
  })

  it('brings what a hint tells, read from where it was', async () => {
    const { feed, state } = feedOf(300)
    state.settled = 2
    await feed.check()
    const reader = new Reader(feed)
    state.settled = 5
    feed.refresh()
    await settle()
    expect(reader.seen).toEqual(upTo(5))
    expect(state.reads).toEqual([
      [0, PROGRESS_PAGE_SIZE],
      [2, PROGRESS_PAGE_SIZE - 2],
    ])
  })

  it('keeps a hint that comes during a read for another one', async () => {
    const { feed, state } = feedOf(300)
    await feed.check()
    const reader = new Reader(feed)
    const gate = Promise.withResolvers<void>()
    state.gate = gate.promise
    feed.refresh()
    await settle()
    state.settled = 4
    feed.refresh()
    gate.resolve()
    await settle()
    expect(reader.seen).toEqual(upTo(4))
  })

  it('goes on over the ends of pages, live and for who comes later, however little fits into memory', async () => {
    const page = PROGRESS_PAGE_SIZE
    const { feed, state } = feedOf(3.5 * page, 1.2 * page)
    await feed.check()
    const live = new Reader(feed)
    for (const settled of [page - 1, page, page + 1, 2.5 * page, 3.5 * page]) {
      state.settled = settled
      feed.refresh()
      await settle()
    }
    const late = new Reader(feed)
    const resumed = new Reader(feed, 1.8 * page)
    const beyond = new Reader(feed, 50 * page)
    await settle()
    expect(live.seen).toEqual([...upTo(3.5 * page), 'last'])
    expect(late.seen).toEqual([...upTo(3.5 * page), 'last'])
    expect(resumed.seen).toEqual([...upTo(3.5 * page, 1.8 * page + 1), 'last'])
    expect(beyond.seen).toEqual(['last'])
  })

  it('brings what this process settles without a read, also over the ends of pages, to the last', async () => {
    const total = 2 * PROGRESS_PAGE_SIZE
    const { feed, state, settleHere } = feedOf(total)
    await feed.check()
    const reader = new Reader(feed)
    for (const settled of [1, 300, PROGRESS_PAGE_SIZE + 1, total - 1, total]) settleHere(settled)
    expect(reader.seen).toEqual([...upTo(total), 'last'])
    expect(state.reads).toHaveLength(1)
  })

  it('reads what other processes settled between, and goes on with what is settled here', async () => {
    const { feed, state, settleHere } = feedOf(300)
    await feed.check()
    const reader = new Reader(feed)
    settleHere(10)
    settleHere(30, 21)
    await settle()
    settleHere(40)
    expect(reader.seen).toEqual(upTo(40))
    expect(state.reads).toHaveLength(2)
  })

  it('hands out once what a read finds and what is settled here meanwhile', async () => {
    const { feed, state, settleHere } = feedOf(300)
    await feed.check()
    const reader = new Reader(feed)
    state.settled = 5
    const gate = Promise.withResolvers<void>()
    state.gate = gate.promise
    feed.refresh()
    await settle()
    settleHere(8, 1)
    settleHere(12)
    gate.resolve()
    await settle()
    expect(reader.seen).toEqual(upTo(12))
    const late = new Reader(feed)
    expect(late.seen).toEqual(upTo(12))
  })

  it('needs no look at the rights while this process settles, for each settling has looked at them', async () => {
    const { feed, state, settleHere } = feedOf(300)
    await feed.check()
    const reader = new Reader(feed)
    for (let settled = 1; settled <= 30; settled++) {
      settleHere(settled)
      expect(reader.seen).toEqual(upTo(settled))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(state.reads).toHaveLength(1)
  })

  it('on a database so slow that each read takes longer than rights hold brings everything all the same', async () => {
    const { feed, state } = feedOf(250)
    state.readMs = 1_500
    void feed.check()
    await vi.advanceTimersByTimeAsync(10_000)
    const reader = new Reader(feed)
    for (const settled of [1, 120, 250]) {
      state.settled = settled
      feed.refresh()
      await vi.advanceTimersByTimeAsync(10_000)
    }
    expect(reader.seen).toEqual([...upTo(250), 'last'])
  })

  it('hands out nothing that it has in memory before the rights were looked at again', async () => {
    const { feed, state } = feedOf(3)
    state.settled = 3
    await feed.check()
    await vi.advanceTimersByTimeAsync(1_001)
    state.failure = new Error('no longer yours')
    const reader = new Reader(feed)
    await settle()
    expect(reader).toMatchObject({ seen: [], thrown: state.failure })
    await expect(feed.check()).rejects.toBe(state.failure)
  })

  it('looks at the rights once for all who come within a second', async () => {
    const { feed, state } = feedOf(3)
    await Promise.all(Array.from({ length: 50 }, () => feed.check()))
    await vi.advanceTimersByTimeAsync(900)
    await feed.check()
    expect(state.reads).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    await feed.check()
    expect(state.reads).toHaveLength(2)
  })

  it('that fails tells all who wait, wherever they are', async () => {
    const { feed, state } = feedOf(300)
    state.settled = 250
    await feed.check()
    const idle = new Reader(feed, 250)
    const gate = Promise.withResolvers<void>()
    state.gate = gate.promise
    const paging = new Reader(feed)
    const cause = new Error('the server stops')
    feed.fail(cause)
    expect([idle.thrown, paging.thrown]).toEqual([cause, cause])
    gate.resolve()
    await settle()
    expect(feed.failed).toBe(true)
  })

  it('tells a listener nothing that it has forgotten', async () => {
    const { feed, state } = feedOf(3)
    await feed.check()
    const reader = new Reader(feed)
    feed.forget(reader)
    state.settled = 3
    feed.refresh()
    await settle()
    expect(reader.seen).toEqual([])
  })

  it('gives the last update where the outcomes of a finished submission are kept no longer', async () => {
    const { feed, state } = feedOf(30)
    Object.assign(state, { settled: 30, deleted: true })
    await feed.check()
    const reader = new Reader(feed)
    await settle()
    expect(reader.seen).toEqual(['last'])
  })
})
