import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../../auth/authenticate.ts'
import type { Log } from '../../log.ts'
import { type Context, createContext, type SharedContext } from '../../resolvers/context.ts'
import type { ConsumeRate } from '../graphql/rate-limit.ts'
import { inScopeOf } from '../operations/request-log.ts'
import { callInsertBulkActivities } from './insert-bulk-activities.ts'
import { RPC_PATHS } from './paths.ts'
import { failure, PostgrestError } from './postgrest-error.ts'
import type { RpcFunction } from './rpc-call.ts'
import { callVoidActivities } from './void-activities.ts'

/** What `rpcEndpoint` needs. */
export interface RpcParts {
  shared: SharedContext
  authenticate: Authenticate
  consumeMutations: ConsumeRate
  log: Log
}

const FUNCTIONS: Readonly<Record<string, RpcFunction>> = {
  [RPC_PATHS.insertBulkActivities]: callInsertBulkActivities,
  [RPC_PATHS.voidActivities]: callVoidActivities,
}

/**
 * Serves the database functions at the paths where Supabase's clients call them, in the form that PostgREST would. The
 * calls go through the resolvers of the mutations, with the same rules and limits.
 *
 *   answer         200 and what the function returns, as JSON; otherwise {code, message, details, hint}
 *   Authorization  Bearer, or the token in `apikey`
 *   Prefer         tx=rollback makes it a dry run, which saves nothing
 */
export function rpcEndpoint(parts: RpcParts): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      const called = FUNCTIONS[url.pathname]
      if (!called) return
      await inScopeOf(request, async () => {
        try {
          const dryRun = preferences(request).includes('tx=rollback')
          const answer = await called({ request, context: await admit(request, parts), dryRun })
          const headers = dryRun ? { 'preference-applied': 'tx=rollback' } : {}
          endResponse(fetchAPI.Response.json(answer, { headers }))
        } catch (error) {
          const { status, headers, ...body } = failure(error, parts.log)
          endResponse(fetchAPI.Response.json(body, { status, headers }))
        }
      })
    },
  }
}

/** Checks the method, the token and the user's rate limit, and makes the context of the call. */
async function admit(
  request: Request,
  { shared, authenticate, consumeMutations }: RpcParts,
): Promise<Context> {
  if (request.method !== 'POST') {
    throw new PostgrestError(405, 'PGRST101', 'Only POST calls this function.', null, null, {
      allow: 'POST, OPTIONS',
    })
  }
  const viewer = await authenticate(
    request.headers.get('authorization') ?? bearer(request.headers.get('apikey')),
  )
  if (!viewer) throw new PostgrestError(401, '42501', 'Log in first: send the user’s token.')
  await consumeMutations(viewer.userId, 1)
  return createContext(shared, viewer)
}

function bearer(apikey: string | null): string | null {
  return apikey === null ? null : `Bearer ${apikey}`
}

function preferences(request: Request): string[] {
  return (request.headers.get('prefer') ?? '').split(',').map((preference) => preference.trim().toLowerCase())
}
