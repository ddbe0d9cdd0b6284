import type { Plugin } from 'graphql-yoga'

/**
 * Answers every address but /graphql with 404 and a sentence; stands behind everything else that answers. (Yoga's own 404
 * has no body, and lets through what only ends in /graphql.)
 */
export function notFound(): Plugin {
  return {
    onRequest({ url: { pathname }, fetchAPI, endResponse }) {
      if (pathname === '/graphql') return
      const service = SUPABASE.find(({ path }) => pathname.startsWith(path))
      const message = service?.instead ?? 'There is nothing at this address. GraphQL is at /graphql.'
      endResponse(fetchAPI.Response.json({ code: 'NOT_FOUND', message }, { status: 404 }))
    },
  }
}

// Where a Supabase client looks for the other services of a project.
const SUPABASE = [
  {
    path: '/auth/',
    instead: 'Rollcall logs nobody in: take the token from your identity provider and send it along.',
  },
  {
    path: '/realtime/',
    instead: 'There is no Realtime here: subscribe to bulkProgress by graphql-transport-ws at /graphql.',
  },
]
