/** The database functions that Supabase clients may call, by the addresses that PostgREST gives them. */
export const RPC_PATHS = {
  insertBulkActivities: '/rest/v1/rpc/insert_bulk_activities',
} as const

/** Whether an address is one of those, so that even its refusals speak as PostgREST does. */
export function isRpcPath(pathname: string): boolean {
  return Object.values<string>(RPC_PATHS).includes(pathname)
}
