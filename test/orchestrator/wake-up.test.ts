import { describe, expect, test } from 'vitest'
import { WakeUp } from '../../src/orchestrator/wake-up.ts'

/** Whether a promise has settled once everything that is ready has run. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.finally(() => {
    done = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return done
}

describe('WakeUp', () => {
  test('keeps a hint that came while nobody waited, for one wait', async () => {
    const wakeUp = new WakeUp()
    wakeUp.hint()
    wakeUp.hint()
    expect(await settled(wakeUp.wait())).toBe(true)
    expect(await settled(wakeUp.wait())).toBe(false)
  })

  test('wakes everybody who waits', async () => {
    const wakeUp = new WakeUp()
    const waits = Promise.all([wakeUp.wait(), wakeUp.wait(new AbortController().signal)])
    expect(await settled(waits)).toBe(false)
    wakeUp.hint()
    expect(await settled(waits)).toBe(true)
    expect(await settled(wakeUp.wait())).toBe(false)
  })

  test('keeps a hint that comes between the waking of two', async () => {
    const wakeUp = new WakeUp()
    const first = wakeUp.wait().then(() => wakeUp.hint())
    const second = wakeUp.wait(new AbortController().signal)
    wakeUp.hint()
    await Promise.all([first, second])
    expect(await settled(wakeUp.wait())).toBe(true)
  })

  test('ends a wait whose signal aborts, before it or during it', async () => {
    const wakeUp = new WakeUp()
    const stop = new AbortController()
    const wait = wakeUp.wait(stop.signal)
    expect(await settled(wait)).toBe(false)
    stop.abort()
    expect(await settled(wait)).toBe(true)
    expect(await settled(wakeUp.wait(stop.signal))).toBe(true)
  })

  test('keeps a hint that comes in the moment a wait is stopped', async () => {
    const wakeUp = new WakeUp()
    const stop = new AbortController()
    const wait = wakeUp.wait(stop.signal)
    wakeUp.hint()
    stop.abort()
    await wait
    expect(await settled(wakeUp.wait())).toBe(true)
  })
})
