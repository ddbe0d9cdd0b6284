import type { Plugin } from 'graphql-yoga'
import type { Log } from '../../log.ts'
import type { Metrics } from '../../metrics.ts'
import { inRequestScope, requestIdOf, traceIdOf } from '../../request-scope.ts'
import { EXPORT_PATH } from '../export/path.ts'
import { RPC_PATHS } from '../rpc/paths.ts'

interface Arrival {
  requestId: string
  traceId: string | undefined
  /** In milliseconds, of the monotonic clock. */
  at: number
}

// Any other may hold anything, mail addresses and tokens too: it is neither logged nor counted by its name.
const OWN_PATHS = ['/graphql', EXPORT_PATH, ...Object.values<string>(RPC_PATHS)]

const arrivals = new WeakMap<Request, Arrival>()

/** Gives every HTTP request an id, answers with it, and counts and logs it when it is done, in one line: never a body, a query or a header. */
export function requestLog(log: Log, metrics: Metrics): Plugin {
  return {
    onRequest({ request, requestHandler, setRequestHandler }) {
      arrivals.set(request, {
        requestId: requestIdOf(request.headers.get('x-request-id')),
        traceId: traceIdOf(request.headers.get('traceparent')),
        at: performance.now(),
      })
      setRequestHandler((...args) => inScopeOf(request, () => requestHandler(...args)))
    },
    onResponse({ request, response }) {
      const arrival = arrivals.get(request)
      if (!arrival || !response) return
      response.headers.set('x-request-id', arrival.requestId)
      const { pathname } = new URL(request.url)
      const path = OWN_PATHS.includes(pathname) ? pathname : 'other'
      const ms = Math.round(performance.now() - arrival.at)
      metrics.requestAnswered(path, response.status, ms)
      log.info(
        {
          requestId: arrival.requestId,
          traceId: arrival.traceId,
          method: request.method,
          path,
          status: response.status,
          ms,
        },
        'request',
      )
    },
  }
}

/** Handles a request in its scope, for what answers before the request handler comes to it. */
export function inScopeOf<T>(request: Request, work: () => T): T {
  const { requestId, traceId } = arrivals.get(request) ?? { requestId: requestIdOf(null) }
  return inRequestScope(requestId, work, traceId)
}

/** Takes one request for the same as another, which it stands in for from here on. */
export function continueAs(replacement: Request, original: Request): void {
  const arrival = arrivals.get(original)
  if (arrival) arrivals.set(replacement, arrival)
}
