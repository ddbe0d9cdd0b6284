import { describe, expect, test } from 'vitest'
import { FairSemaphore } from '../../../src/orchestrator/core/fair-semaphore.ts'

const never = new AbortController().signal

describe('FairSemaphore', () => {
  test.each([0, -2, 2.5, Number.NaN])('of %d is a RangeError', (capacity) => {
    expect(() => new FairSemaphore(capacity)).toThrow(RangeError)
  })

  test('grants as many as there are, and the next when one comes back', async () => {
    const slots = new FairSemaphore(2)
    const lane = slots.openLane()
    const release = await lane.take(never)
    await lane.take(never)
    let granted = false
    const third = lane.take(never).then(() => {
      granted = true
    })
    await Promise.resolve()
    expect({ granted, inFlight: slots.inFlight, waiting: slots.waitingLanes }).toEqual({
      granted: false,
      inFlight: 2,
      waiting: 1,
    })
    release?.()
    await third
    expect({ inFlight: slots.inFlight, waiting: slots.waitingLanes }).toEqual({ inFlight: 2, waiting: 0 })
  })

  test('serves waiting lanes in turn, however many wait in one of them', async () => {
    const slots = new FairSemaphore(1)
    const order: string[] = []
    const held = await slots.openLane().take(never)
    const takes = ['a', 'a', 'a', 'b', 'c', 'c'].map((name) => [name, name] as const)
    const lanes = { a: slots.openLane(), b: slots.openLane(), c: slots.openLane() }
    const done = takes.map(async ([name]) => {
      const release = await lanes[name as 'a' | 'b' | 'c'].take(never)
      order.push(name)
      release?.()
    })
    held?.()
    await Promise.all(done)
    expect(order).toEqual(['a', 'b', 'c', 'a', 'c', 'a'])
  })

  test('gives a slot back once, however often it is released', async () => {
    const slots = new FairSemaphore(2)
    const lane = slots.openLane()
    const release = await lane.take(never)
    await lane.take(never)
    release?.()
    release?.()
    expect(slots.inFlight).toBe(1)
  })

  test('passes over a waiter that has given up, and one that came stopped', async () => {
    const slots = new FairSemaphore(1)
    const lane = slots.openLane()
    const held = await lane.take(never)
    const impatience = new AbortController()
    const first = lane.take(impatience.signal)
    const second = lane.take(never)
    impatience.abort()
    expect(await first).toBeNull()
    expect(await slots.openLane().take(impatience.signal)).toBeNull()
    held?.()
    expect(await second).toBeTypeOf('function')
    expect(slots.waitingLanes).toBe(0)
  })

  test('keeps a slot granted although the signal aborts afterwards', async () => {
    const slots = new FairSemaphore(1)
    const stop = new AbortController()
    const lane = slots.openLane()
    const release = await lane.take(stop.signal)
    const next = lane.take(never)
    stop.abort()
    expect({ inFlight: slots.inFlight, waiting: slots.waitingLanes }).toEqual({ inFlight: 1, waiting: 1 })
    release?.()
    expect(await next).toBeTypeOf('function')
  })
})
