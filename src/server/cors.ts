import type { CORSOptions } from 'graphql-yoga'

/** The CORS options for pages of the given origins. Tokens are sent in a header, so cookies are not allowed. */
export function corsFor(origin: readonly string[]): CORSOptions {
  return {
    origin: [...origin],
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: [
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
    ],
    exposedHeaders: ['preference-applied', 'retry-after', 'x-request-id'],
    credentials: false,
    maxAge: 600,
  }
}
