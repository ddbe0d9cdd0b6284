import type { ActivityType } from '../database/generated/client.ts'
import type { Context } from './context.ts'

/** All activity types, by name. */
export function listActivityTypes(context: Context): Promise<ActivityType[]> {
  return context.asViewer((tx) => tx.activityType.findMany({ orderBy: { name: 'asc' } }))
}
