import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SubmissionHints } from '../../../src/orchestrator/runner/submission-events.ts'

const never = new AbortController().signal

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Whether a wait is over by now. */
async function isOver(wait: Promise<void>): Promise<boolean> {
  let over = false
  void wait.then(() => {
    over = true
  })
  await vi.advanceTimersByTimeAsync(0)
  return over
}

describe('a hint', () => {
  it('wakes all who watch its submission, and nobody else', async () => {
    const hints = new SubmissionHints()
    const waits = ['a', 'a', 'b'].map((id) => hints.watch(id).wait(never))
    hints.hint('a')
    expect(await Promise.all(waits.map(isOver))).toEqual([true, true, false])
  })

  it('that comes before the wait is kept for it, once', async () => {
    const hints = new SubmissionHints()
    const watch = hints.watch('a')
    hints.hint('a')
    hints.hint('a')
    expect(await isOver(watch.wait(never))).toBe(true)
    expect(await isOver(watch.wait(never))).toBe(false)
  })

  it('for all wakes everybody', async () => {
    const hints = new SubmissionHints()
    const waits = ['a', 'b'].map((id) => hints.watch(id).wait(never))
    hints.hintAll()
    expect(await Promise.all(waits.map(isOver))).toEqual([true, true])
  })

  it('is counted for those who watch, from nothing for those who come later', () => {
    const hints = new SubmissionHints()
    hints.hint('a')
    expect(hints.count('a')).toBe(0)
    const watch = hints.watch('a')
    const before = hints.count('a')
    hints.hint('a')
    expect(hints.count('a')).not.toBe(before)
    watch.close()
    expect(hints.count('a')).toBe(0)
  })
})

describe('a watcher whom no hint reaches', () => {
  it('is woken every two seconds all the same', async () => {
    const watch = new SubmissionHints().watch('a')
    for (let round = 0; round < 3; round++) {
      const wait = watch.wait(never)
      await vi.advanceTimersByTimeAsync(1_999)
      expect(await isOver(wait)).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(await isOver(wait)).toBe(true)
    }
  })

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController()
    const wait = new SubmissionHints().watch('a').wait(stop.signal)
    expect(await isOver(wait)).toBe(false)
    stop.abort()
    expect(await isOver(wait)).toBe(true)
  })
})

describe('closing', () => {
  it('the last watch leaves no timer behind, and those before it leave the others awake', async () => {
    const hints = new SubmissionHints()
    const [first, second, third] = [hints.watch('a'), hints.watch('a'), hints.watch('b')]
    expect([hints.watchers, vi.getTimerCount()]).toEqual([3, 1])
    first.close()
    third.close()
    expect([hints.watchers, vi.getTimerCount()]).toEqual([1, 1])
    const wait = second.wait(never)
    hints.hint('a')
    expect(await isOver(wait)).toBe(true)
    second.close()
    expect([hints.watchers, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('twice does not end a watch that came since', async () => {
    const hints = new SubmissionHints()
    const old = hints.watch('a')
    old.close()
    const wait = hints.watch('a').wait(never)
    old.close()
    expect(hints.watchers).toBe(1)
    hints.hint('a')
    expect(await isOver(wait)).toBe(true)
  })
})
