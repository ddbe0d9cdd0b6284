import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../../auth/authenticate.ts'
import type { Log } from '../../log.ts'
import { bulkRegisterActivities } from '../../resolvers/activity-registration.ts'
import { createContext, type SharedContext } from '../../resolvers/context.ts'
import { readMoment } from '../../schema/date-time.ts'
import { idempotencyKey } from '../../schema/text.ts'
import type { ConsumeRate } from '../graphql/rate-limit.ts'
import { inScopeOf } from '../operations/request-log.ts'
import { failure, PostgrestError } from './postgrest-error.ts'

export const RPC_PATH = '/rest/v1/rpc/insert_bulk_activities'

/** What the door is built from. */
export interface RpcParts {
  shared: SharedContext
  authenticate: Authenticate
  consumeMutations: ConsumeRate
  log: Log
}

/**
 * `POST /rest/v1/rpc/insert_bulk_activities`, for clients written against Supabase: the same path as the mutation
 * bulkRegisterActivities, behind PostgREST's manners.
 *
 *   body           {"activities": [{peer_mentor_user_id, …}, …]}, as the database function documents them
 *   answer         200 and a JSON array of ids in input order; otherwise {code, message, details, hint}
 *   Authorization  Bearer, or the token in `apikey`
 *   Idempotency-Key, Prefer: tx=rollback
 *                  the mutation's idempotencyKey and dryRun
 */
export function rpc(parts: RpcParts): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== RPC_PATH || request.method === 'OPTIONS') return
      await inScopeOf(request, async () => {
        try {
          const { ids, dryRun } = await call(request, parts)
          const headers = dryRun ? { 'preference-applied': 'tx=rollback' } : {}
          endResponse(fetchAPI.Response.json(ids, { headers }))
        } catch (error) {
          const { status, headers, ...body } = failure(error, parts.log)
          endResponse(fetchAPI.Response.json(body, { status, headers }))
        }
      })
    },
  }
}

async function call(request: Request, { shared, authenticate, consumeMutations }: RpcParts) {
  if (request.method !== 'POST') {
    throw new PostgrestError(405, 'PGRST101', 'Only POST calls this function.', null, null, {
      allow: 'POST, OPTIONS',
    })
  }
  const viewer = await authenticate(
    request.headers.get('authorization') ?? bearer(request.headers.get('apikey')),
  )
  if (!viewer) throw new PostgrestError(401, '42501', 'Only a coordinator may register activities in bulk.')

  await consumeMutations(viewer.userId, 1)
  const payload = await readActivities(request)
  const dryRun = preferences(request).includes('tx=rollback')
  const { activityIds } = await bulkRegisterActivities(createContext(shared, viewer), {
    payload,
    idempotencyKey: readKey(request),
    dryRun,
  })
  return { ids: activityIds, dryRun }
}

function bearer(apikey: string | null): string | null {
  return apikey === null ? null : `Bearer ${apikey}`
}

function preferences(request: Request): string[] {
  return (request.headers.get('prefer') ?? '').split(',').map((preference) => preference.trim().toLowerCase())
}

function readKey(request: Request): string | null {
  const given = request.headers.get('idempotency-key')
  if (given === null) return null
  const parsed = idempotencyKey.safeParse(given)
  if (parsed.success) return parsed.data
  throw new PostgrestError(
    400,
    '22023',
    `The Idempotency-Key ${parsed.error.issues[0]?.message ?? 'is malformed'}.`,
  )
}

async function readActivities(request: Request): Promise<unknown[]> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new PostgrestError(415, 'PGRST107', 'The Content-Type must be application/json.')
  }
  const body = parse(await read(request))
  const { activities, ...others } = Object(body) as { activities?: unknown }
  if (activities === undefined || Object.keys(others).length > 0) {
    throw new PostgrestError(
      404,
      'PGRST202',
      'There is no such function with these parameters.',
      null,
      'Pass one parameter: {"activities": [{…}, …]}.',
    )
  }
  if (!Array.isArray(activities)) {
    throw new PostgrestError(
      400,
      '22023',
      'The activities must be given as one list.',
      null,
      'Pass {"activities": [{…}, …]}.',
    )
  }
  return activities.map(shallow)
}

/** The body as text. Only its client can keep it from arriving. */
async function read(request: Request): Promise<string> {
  try {
    return await request.text()
  } catch {
    throw new PostgrestError(400, 'PGRST102', 'The body did not arrive as a whole.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PostgrestError(400, 'PGRST102', 'The body must be JSON.')
  }
}

// A row has five at most. Each one that is strange is answered with an issue: some of them tell enough.
const MOST_KEYS = 20

/**
 * No value of a row is a structure. One that is stays as wrong when it is empty, and can't be nested without end. A key
 * that the database can't hold stays as strange, and a number beyond all numbers stays given.
 */
function shallow(row: unknown): unknown {
  if (Array.isArray(row)) return []
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(
    Object.entries(row)
      .slice(0, MOST_KEYS)
      .map(([key, value]) => [
        key.toWellFormed().replaceAll('\0', '\uFFFD'),
        key === 'recorded_at' ? inUtc(value) : plain(value),
      ]),
  )
}

/** A moment as the mutation hands it on: PostgreSQL itself does not read all that RFC 3339 spells. */
function inUtc(value: unknown): unknown {
  if (typeof value !== 'string') return plain(value)
  try {
    return readMoment(value).toISOString()
  } catch {
    return value // for the database to say what is wrong with it
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return typeof value === 'object' && value !== null ? {} : value
}
