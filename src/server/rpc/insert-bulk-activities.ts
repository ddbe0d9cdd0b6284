import { bulkRegisterActivities } from '../../resolvers/activity-registration.ts'
import { idempotencyKey } from '../../schema/text.ts'
import { readActivities } from './activities-payload.ts'
import { PostgrestError } from './postgrest-error.ts'
import { readParameters } from './read-parameters.ts'
import type { RpcCall } from './rpc-call.ts'

const EXAMPLE = '{"activities": [{…}, …]}'

/**
 * Answers a call of `insert_bulk_activities` with the resolver of the mutation bulkRegisterActivities.
 *
 *   body             {"activities": [{peer_mentor_user_id, …}, …]}, as the database function documents them
 *   answer           the ids in input order
 *   Idempotency-Key  the mutation's idempotencyKey
 */
export async function callInsertBulkActivities({ request, context, dryRun }: RpcCall): Promise<string[]> {
  const { activities } = await readParameters(request, ['activities'], EXAMPLE)
  if (!Array.isArray(activities)) {
    throw new PostgrestError(
      400,
      '22023',
      'The activities must be given as one list.',
      null,
      `Pass ${EXAMPLE}.`,
    )
  }
  const given = { payload: readActivities(activities), idempotencyKey: readKey(request), dryRun }
  const { activityIds } = await context.metrics.countMutation('bulkRegisterActivities', () =>
    bulkRegisterActivities(context, given),
  )
  return activityIds
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
