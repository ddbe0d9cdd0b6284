import type { Plugin } from 'graphql-yoga'
import type { Log } from '../../log.ts'
import type { Metrics } from '../../metrics.ts'
import { inRequestScope, requestIdOf, traceIdOf } from '../../request-scope.ts'
import { EXPORT_PATH } from '../export/path.ts'
import { RPC_PATHS } from '../rpc/paths.ts'

/** What is noted of a request when it arrives. */
interface Arrival {
  requestId: string
  traceId: string | undefined
  /** When it arrived, in milliseconds of the monotonic clock. */
  at: number
}

// Any other path may contain anything, also mail addresses and tokens, so it is logged and counted as "other".
const OWN_PATHS = ['/graphql', EXPORT_PATH, ...Object.values<string>(RPC_PATHS)]

const arrivals = new WeakMap<Request, Arrival>()

/**
 * Gives every HTTP request an id, which the answer carries as `x-request-id`. When the request is answered it is
 * counted, and logged in one line, without its body, query and headers.
 */
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

/** Runs `work` in the log scope of a request, for plugins that answer before Yoga's request handler is called. */
export function inScopeOf<T>(request: Request, work: () => T): T {
  const { requestId, traceId } = arrivals.get(request) ?? { requestId: requestIdOf(null) }
  return inRequestScope(requestId, work, traceId)
}

/** Gives `replacement` the id and the arrival time of the request whose place it takes. */
export function continueAs(replacement: Request, original: Request): void {
  const arrival = arrivals.get(original)
  if (arrival) arrivals.set(replacement, arrival)
}
