import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TurnQueue } from '../../src/server/turn-queue.ts'

/** Works for so long, without a pause. */
function busy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('a queue of turns', () => {
  it('does a little at once', () => {
    const turns = new TurnQueue()
    let done = 0
    expect(turns.add(() => done++)).toBe(true)
    expect({ done, waiting: turns.length }).toEqual({ done: 1, waiting: 0 })
  })

  it('does much in order, and lets others in between', async () => {
    const turns = new TurnQueue()
    const done: number[] = []
    for (let n = 0; n < 40; n++) {
      turns.add(() => {
        busy(0.5)
        done.push(n)
      })
    }
    expect(done.length).toBeLessThan(10)
    let others = 0
    while (turns.length > 0) {
      await nextTurn()
      others++
    }
    expect(done).toEqual(Array.from({ length: 40 }, (_, n) => n))
    expect(others).toBeGreaterThan(5)
  })

  it('takes what is added by what it does', async () => {
    const turns = new TurnQueue()
    let left = 1_000
    const again = () => {
      if (left-- > 0) turns.add(again)
    }
    for (let n = 0; n < 3; n++) turns.add(() => busy(1))
    turns.add(again)
    while (left > 0) await nextTurn()
    expect(turns.length).toBe(0)
  })

  it('tells when nothing waits any more, and does not keep anybody waiting for longer than they want', async () => {
    const turns = new TurnQueue()
    let stopped = false
    const again = () => {
      busy(1)
      if (!stopped) turns.add(again)
    }
    for (let n = 0; n < 3; n++) turns.add(again)
    await turns.drained(5)
    expect(turns.length).toBeGreaterThan(0)
    stopped = true
    await turns.drained(60_000)
    expect(turns.length).toBe(0)
  })
})
