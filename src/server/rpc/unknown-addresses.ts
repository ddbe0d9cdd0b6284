import type { Plugin } from 'graphql-yoga'
import { isPostgrestPath, POSTGREST, RPC_PATHS } from './paths.ts'
import { PostgrestError } from './postgrest-error.ts'

const RPC = `${POSTGREST}/rpc/`
const FUNCTIONS = Object.values<string>(RPC_PATHS)

/**
 * Answers everything below /rest/v1 that is not a call of a known function, as PostgREST would: unknown functions,
 * tables, other schemas than public, and OPTIONS. Its errors have a body, because Supabase's client takes a 404 without
 * one for success.
 */
export function unknownAddresses(): Plugin {
  return {
    onRequest({ request, url: { pathname }, fetchAPI, endResponse }) {
      if (!isPostgrestPath(pathname)) return
      const isFunction = FUNCTIONS.includes(pathname)
      const error = wrongSchema(request) ?? (isFunction ? undefined : nothingAt(pathname))
      if (error) {
        const { status, code, message, details, hint } = error
        const headers = { 'proxy-status': `PostgREST; error=${code}` } // the answer to a HEAD has no body
        endResponse(fetchAPI.Response.json({ code, message, details, hint }, { status, headers }))
      } else if (request.method === 'OPTIONS') {
        endResponse(new fetchAPI.Response(null, { headers: { allow: 'OPTIONS,POST' } }))
      }
    },
  }
}

function wrongSchema({ method, headers }: Request): PostgrestError | undefined {
  const reads = ['GET', 'HEAD', 'OPTIONS'].includes(method)
  const schema = headers.get(reads ? 'accept-profile' : 'content-profile') ?? 'public'
  if (schema === 'public') return undefined
  const hint = 'Only the following schemas are exposed: public'
  return new PostgrestError(406, 'PGRST106', `Invalid schema: ${nameOr(schema, 'not a name')}`, null, hint)
}

function nothingAt(pathname: string): PostgrestError {
  if (pathname === POSTGREST || pathname === `${POSTGREST}/`)
    return new PostgrestError(404, 'PGRST126', 'Root endpoint metadata is disabled')
  const isFunction = pathname.startsWith(RPC)
  const name = pathname.slice(isFunction ? RPC.length : POSTGREST.length + 1)
  const [code, message] = name.includes('/')
    ? ['PGRST125', 'Invalid path specified in request URL']
    : isFunction
      ? ['PGRST202', `Could not find the function public.${nameOr(name, '…')} in the schema cache`]
      : ['PGRST205', `Could not find the table 'public.${nameOr(name, '…')}' in the schema cache`]
  return new PostgrestError(404, code, message, null, WHAT_THERE_IS)
}

const WHAT_THERE_IS = `Rollcall serves no tables here, and of functions: ${FUNCTIONS.map((path) => path.slice(RPC.length)).join(', ')}. Everything else is GraphQL, at /graphql.`

/** The name, where it may be one. Anything else in a path, such as a mail address, is not repeated in the answer. */
function nameOr(given: string, otherwise: string): string {
  return /^\w{1,63}$/.test(given) ? given : otherwise
}
