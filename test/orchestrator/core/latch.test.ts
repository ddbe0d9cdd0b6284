import { describe, expect, test } from 'vitest'
import { Latch } from '../../../src/orchestrator/core/latch.ts'

/** Whether a promise has settled once everything that is ready has run. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.finally(() => {
    done = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return done
}

describe('Latch', () => {
  test('keeps a hint that came while nobody waited, for one wait', async () => {
    const latch = new Latch()
    latch.hint()
    latch.hint()
    expect(await settled(latch.wait())).toBe(true)
    expect(await settled(latch.wait())).toBe(false)
  })

  test('wakes everybody who waits', async () => {
    const latch = new Latch()
    const waits = Promise.all([latch.wait(), latch.wait(new AbortController().signal)])
    expect(await settled(waits)).toBe(false)
    latch.hint()
    expect(await settled(waits)).toBe(true)
    expect(await settled(latch.wait())).toBe(false)
  })

  test('keeps a hint that comes between the waking of two', async () => {
    const latch = new Latch()
    const first = latch.wait().then(() => latch.hint())
    const second = latch.wait(new AbortController().signal)
    latch.hint()
    await Promise.all([first, second])
    expect(await settled(latch.wait())).toBe(true)
  })

  test('ends a wait whose signal aborts, before it or during it', async () => {
    const latch = new Latch()
    const stop = new AbortController()
    const wait = latch.wait(stop.signal)
    expect(await settled(wait)).toBe(false)
    stop.abort()
    expect(await settled(wait)).toBe(true)
    expect(await settled(latch.wait(stop.signal))).toBe(true)
  })

  test('keeps a hint that comes in the moment a wait is stopped', async () => {
    const latch = new Latch()
    const stop = new AbortController()
    const wait = latch.wait(stop.signal)
    latch.hint()
    stop.abort()
    await wait
    expect(await settled(latch.wait())).toBe(true)
  })
})
