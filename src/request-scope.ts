import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** What is added to every log line of one request. */
export interface RequestScope {
  requestId: string
}

const scope = new AsyncLocalStorage<RequestScope>()

/** Runs `work`, the handling of one request, so that every line it logs carries the request's id. */
export function inRequestScope<T>(requestId: string, work: () => T): T {
  return scope.run({ requestId }, work)
}

/** The scope of the request that is being handled; undefined outside of any. */
export function requestScope(): RequestScope | undefined {
  return scope.getStore()
}

// Ids of proxies look like this. Anything else is replaced, so that callers can't write text into the log.
const ACCEPTABLE = /^[\w.:-]{8,128}$/

/** The request id that a proxy gave, where it is acceptable; otherwise a new one. */
export function requestIdOf(given: string | null): string {
  return given !== null && ACCEPTABLE.test(given) ? given : randomUUID()
}
