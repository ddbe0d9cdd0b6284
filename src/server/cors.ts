import type { Plugin } from 'graphql-yoga'

/**
 * Lets pages of the given origins send requests and read the answers. Tokens are sent in a header, so cookies are not
 * allowed.
 *
 * A preflight of such a page is answered with 204 at every address but those of health checks: a browser tells the page
 * nothing about one that fails, so only the request that follows can say what is not there. Any other OPTIONS is a
 * request like all others.
 *
 * Written here because Yoga's own answers every OPTIONS with 204, and to an origin that is not among several given ones
 * it answers "null", which lets in pages whose origin is hidden.
 */
export function cors(origins: readonly string[]): Plugin {
  const allowed = ({ headers }: Request) => {
    const origin = headers.get('origin')
    return origin !== null && origins.includes(origin) ? origin : undefined
  }
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
      if (isPreflight && allowed(request))
        endResponse(new fetchAPI.Response(null, { status: 204, headers: FOR_PREFLIGHTS }))
    },
    onResponse({ request, response }) {
      if (origins.length === 0 || !response) return
      response.headers.append('vary', 'origin')
      const origin = allowed(request)
      if (!origin) return
      response.headers.set('access-control-allow-origin', origin)
      response.headers.set('access-control-expose-headers', 'preference-applied, retry-after, x-request-id')
    },
  }
}

const REQUEST_HEADERS = [
  'authorization',
  'apikey',
  'content-type',
  'content-profile',
  'accept-profile',
  'baggage',
  'idempotency-key',
  'prefer',
  'traceparent',
  'tracestate',
  'x-client-info',
  'x-request-id',
  'x-retry-count',
  'x-supabase-api-version',
]

const FOR_PREFLIGHTS = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE', // Supabase's client sends all of these
  'access-control-allow-headers': REQUEST_HEADERS.join(', '),
  'access-control-max-age': '600',
}
