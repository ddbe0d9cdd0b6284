/**
 * Settles as `work` does, or resolves to undefined as soon as `signal` aborts. What `work` does after that is
 * dropped, an error too. Leaves no listener behind.
 *
 * Not a Promise.race with one promise for the signal: that one would collect a reaction for each piece of work.
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
