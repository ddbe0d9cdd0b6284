import type { CORSOptions } from 'graphql-yoga'

/** What browsers ask before a page of another origin may call. Tokens travel in a header, so no credentials. */
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
