/** The path of PostgREST on a Supabase project. */
export const POSTGREST = '/rest/v1'

/** The paths of the database functions that Supabase clients may call, as PostgREST names them. */
export const RPC_PATHS = {
  insertBulkActivities: `${POSTGREST}/rpc/insert_bulk_activities`,
  voidActivities: `${POSTGREST}/rpc/void_activities`,
} as const

/** Whether a path is one of PostgREST's, where errors must have PostgREST's form. */
export function isPostgrestPath(pathname: string): boolean {
  return pathname === POSTGREST || pathname.startsWith(`${POSTGREST}/`)
}
