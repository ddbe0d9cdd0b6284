import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

/** What is added to every log line of one request. */
export interface RequestScope {
  requestId: string
  /** The trace id of the caller's `traceparent` header, where it sent one. */
  traceId?: string
}

const scope = new AsyncLocalStorage<RequestScope>()

/** Runs `work`, which handles one request, so that every line it logs carries the ids of the request and its trace. */
export function inRequestScope<T>(requestId: string, work: () => T, traceId?: string): T {
  return scope.run({ requestId, ...(traceId === undefined ? {} : { traceId }) }, work)
}

/** The scope of the request that is being handled; undefined outside of a request. */
export function requestScope(): RequestScope | undefined {
  return scope.getStore()
}

// Proxies' request ids look like this. Anything else is replaced, so that callers can't write text into the log.
const ACCEPTABLE = /^[\w.:-]{8,128}$/

/** The request id that a proxy gave, where it is acceptable; otherwise a new one. */
export function requestIdOf(given: string | null): string {
  return given !== null && ACCEPTABLE.test(given) ? given : randomUUID()
}

// https://www.w3.org/TR/trace-context/#traceparent-header
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-|$)/

/** The trace that a `traceparent` header names; undefined where it names none. */
export function traceIdOf(traceparent: string | null): string | undefined {
  return TRACEPARENT.exec(traceparent ?? '')?.[1]
}
