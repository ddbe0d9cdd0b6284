import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { UserSemaphore } from '../../src/resolvers/user-semaphore.ts'

/** Work that goes on until it is told to end. */
function heldWork() {
  const gate = Promise.withResolvers<void>()
  return { work: () => gate.promise, end: gate.resolve }
}

describe('database work of users', () => {
  it('takes turns among users, however much one of them has waiting', async () => {
    const semaphore = new UserSemaphore({ capacity: 1, maxPerUser: 100, maxWaitMs: 10_000 })
    const first = heldWork()
    const order: string[] = []
    const note = (user: string) => async () => void order.push(user)
    const all = [
      semaphore.run('a', first.work),
      ...Array.from({ length: 50 }, () => semaphore.run('a', note('a'))),
      semaphore.run('b', note('b')),
      semaphore.run('c', note('c')),
    ]
    await nextTurn()
    expect(semaphore.waiting).toBe(52)
    first.end()
    await Promise.all(all)
    expect(order.indexOf('b')).toBeLessThan(3)
    expect(order.indexOf('c')).toBeLessThan(4)
    expect(semaphore.waiting).toBe(0)
  })

  it('is refused where one has too much waiting, and nobody else', async () => {
    const semaphore = new UserSemaphore({ capacity: 1, maxPerUser: 2, maxWaitMs: 10_000 })
    const held = heldWork()
    const all = [semaphore.run('a', held.work), semaphore.run('a', async () => {})]
    await expect(semaphore.run('a', async () => {})).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    all.push(semaphore.run('b', async () => {}))
    held.end()
    await Promise.all(all)
    expect(await semaphore.run('a', async () => 'again')).toBe('again')
  })

  it('is given up where its turn does not come in time', async () => {
    const semaphore = new UserSemaphore({ capacity: 1, maxPerUser: 2, maxWaitMs: 20 })
    const held = heldWork()
    const holding = semaphore.run('a', held.work)
    await expect(semaphore.run('b', async () => {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    held.end()
    await holding
    expect(await semaphore.run('b', async () => 'now')).toBe('now')
  })

  it('that fails gives its turn back', async () => {
    const semaphore = new UserSemaphore({ capacity: 1, maxPerUser: 2, maxWaitMs: 10_000 })
    await expect(semaphore.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await semaphore.run('a', async () => 'yes')).toBe('yes')
  })
})
