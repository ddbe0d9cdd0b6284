import { AsyncLocalStorage } from 'node:async_hooks'
import { abortable } from './abortable.ts'

/** An async iterator whose `return()` ends it at once, even while a `next()` is waiting. */
export interface AbortableIterator<T> extends AsyncIterableIterator<T, undefined, undefined> {
  return(): Promise<IteratorResult<T, undefined>>
}

/**
 * Wraps an async generator, which by itself notices `return()` only when its present wait is over.
 *
 * `generate` is handed a signal that aborts on `return()`; its waits should end with it. `ended` is called once,
 * as soon as the stream is over: it ran out, threw, or was left, started or not. Each step runs in the async context in
 * which the iterator was made, for a stream is read long after its request was answered.
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
      // Not awaited: it stands in line behind a step that may take long. The error of that step concerns nobody now.
      source.return(undefined).catch(() => {})
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
