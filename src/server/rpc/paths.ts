/** Where PostgREST is on a Supabase project. */
export const POSTGREST = '/rest/v1'

/** The database functions that Supabase clients may call, by the addresses that PostgREST gives them. */
export const RPC_PATHS = {
  insertBulkActivities: `${POSTGREST}/rpc/insert_bulk_activities`,
  voidActivities: `${POSTGREST}/rpc/void_activities`,
} as const

/** Whether an address is PostgREST's, so that even refusals speak as it does. */
export function isPostgrestPath(pathname: string): boolean {
  return pathname === POSTGREST || pathname.startsWith(`${POSTGREST}/`)
}
