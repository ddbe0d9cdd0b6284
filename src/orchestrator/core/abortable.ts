/**
 * Settles as `work` does, or resolves to undefined as soon as `signal` aborts. The result or error of `work` after that
 * is dropped. Removes its listener from the signal when `work` settles.
 *
 * Not Promise.race with one long-lived promise for the signal: each race would add a reaction to that promise, and none
 * would ever be removed.
 */
export function abortable<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    work.then(
      (value) => {
        signal.removeEventListener('abort', stop)
        resolve(value)
      },
      (cause) => {
        signal.removeEventListener('abort', stop)
        reject(cause)
      },
    )
  })
}
