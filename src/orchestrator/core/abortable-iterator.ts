import { AsyncLocalStorage } from 'node:async_hooks'
import { abortable } from './abortable.ts'

/** An async iterator whose `return()` ends it at once, even while a `next()` is waiting. */
export interface AbortableIterator<T> extends AsyncIterableIterator<T, undefined, undefined> {
  return(): Promise<IteratorResult<T, undefined>>
}

/**
 * Makes an iterator of an async generator, which by itself queues a `return()` behind a pending `next()`. No library
 * serves: the usual one, Repeater, iterates over values that are pushed, and these are pulled.
 *
 * Each step runs in the async context in which the iterator was made, because a stream is read long after its request
 * was answered.
 *
 * @param generate is given a signal that aborts on `return()`, and should end its waits then
 * @param ended is called once, when the stream ends: it completed, threw, or was left, even if it was never started
 */
export function abortableIterator<T>(
  generate: (signal: AbortSignal) => AsyncGenerator<T, undefined, undefined>,
  ended: () => void,
): AbortableIterator<T> {
  const stop = new AbortController()
  const source = generate(stop.signal)
  const inContext = AsyncLocalStorage.snapshot()
  let over = false
  const end = () => {
    if (!over) ended()
    over = true
  }
  return {
    async next() {
      try {
        const step = await abortable(
          inContext(() => source.next()),
          stop.signal,
        )
        if (step === undefined || step.done) {
          end()
          return { done: true, value: undefined }
        }
        return step
      } catch (cause) {
        end()
        throw cause
      }
    },
    async return() {
      stop.abort()
      end()
      // Not awaited: the generator returns only after its pending step, which may take long. Nobody waits for that step
      // any more, so its error is dropped.
      source.return(undefined).catch(() => {})
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
