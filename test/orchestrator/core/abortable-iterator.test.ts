import { describe, expect, test } from 'vitest'
import { abortableIterator } from '../../../src/orchestrator/core/abortable-iterator.ts'
import { collect } from './submission-fixture.ts'

describe('abortableIterator', () => {
  test('yields what its generator yields, and says once that it ended', async () => {
    let ended = 0
    const stream = abortableIterator(
      async function* (): AsyncGenerator<number, undefined, undefined> {
        yield 1
        yield 2
        return undefined
      },
      () => {
        ended += 1
      },
    )
    expect(await collect(stream)).toEqual([1, 2])
    await stream.next()
    await stream.return()
    expect(ended).toBe(1)
  })

  test('tells its generator when it is left, and answers every waiting next() at once', async () => {
    let stop: AbortSignal | undefined
    const stream = abortableIterator<number>(
      async function* (signal) {
        stop = signal
        await new Promise(() => {})
        yield 1
        return undefined
      },
      () => {},
    )
    const waiting = Promise.all([stream.next(), stream.next()])
    await stream.return()
    expect(stop?.aborted).toBe(true)
    expect(await waiting).toEqual(Array(2).fill({ done: true, value: undefined }))
  })

  test('whose generator throws on leaving is left all the same, without an unhandled rejection', async () => {
    const unhandled: unknown[] = []
    const note = (cause: unknown) => unhandled.push(cause)
    process.on('unhandledRejection', note)
    try {
      const stream = abortableIterator<number>(
        async function* () {
          try {
            yield 1
            return undefined
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: the very thing under test
            throw new Error('cannot leave')
          }
        },
        () => {},
      )
      await stream.next()
      expect(await stream.return()).toEqual({ done: true, value: undefined })
      await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})
