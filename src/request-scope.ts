import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** What every log line of one request carries. */
export interface RequestScope {
  requestId: string
}

const scope = new AsyncLocalStorage<RequestScope>()

/** Runs the handling of one request, so that whatever it logs can be found by its id. */
export function inRequestScope<T>(requestId: string, work: () => T): T {
  return scope.run({ requestId }, work)
}

/** The scope of the request being handled; undefined outside of one. */
export function requestScope(): RequestScope | undefined {
  return scope.getStore()
}

// What a proxy in front may send; anything else is replaced, so that nobody writes into the log.
const ACCEPTABLE = /^[\w.:-]{8,128}$/

/** The id that a caller gave the request, where it is usable; a new one otherwise. */
export function requestIdOf(given: string | null): string {
  return given !== null && ACCEPTABLE.test(given) ? given : randomUUID()
}
