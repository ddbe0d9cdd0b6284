import type { Plugin } from 'graphql-yoga'

/**
 * Answers every address but /graphql with 404 and a message, so it must come after all other plugins that answer.
 * (Yoga's own 404 has no body, and does not cover paths that merely end in /graphql.)
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

// Paths at which a Supabase client expects a project's other services, and what to use instead.
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
