import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import type { ActivityInput } from '../generated/graphql.ts'
import type { RunningApp } from './running-app.ts'

/** The secret that tokens are signed with where a test signs its own. */
export const SECRET = 'a secret of at least thirty-two characters'

/** A row as the database function and its RPC endpoint spell it. */
export type Row = Record<string, unknown>

/** Converts a row of the mutation to one of the RPC endpoint. */
export const rowOf = (activity: ActivityInput): Row => ({
  peer_mentor_user_id: activity.peerMentorUserId,
  activity_type_id: activity.activityTypeId,
  recorded_at: activity.recordedAt,
  duration_minutes: activity.durationMinutes,
})

/** Signs a token with these claims. It is valid for a minute. */
export function signed(claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(SECRET))
}

/** Makes a supabase-js client as an application of a Supabase project has it, but with Rollcall's URL. */
export async function supabaseOf(
  app: RunningApp,
  email: string,
  headers: Record<string, string> = {},
): Promise<SupabaseClient> {
  const token = await app.token(email)
  const anonKey = await signed({ role: 'anon' })
  return createClient(app.url, anonKey, { accessToken: async () => token, global: { headers } })
}

/** The path at which insert_bulk_activities is called. */
export const RPC = '/rest/v1/rpc/insert_bulk_activities'

/** The HTTP answer to a call. */
export interface RpcAnswer {
  status: number
  headers: Headers
  body: unknown
}

/** Posts to the endpoint without a client library. A body that is not a string is sent as JSON. */
export async function postToRpc(
  app: RunningApp,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<RpcAnswer> {
  const response = await fetch(app.url + RPC, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
