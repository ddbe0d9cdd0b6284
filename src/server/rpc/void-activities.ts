import { voidActivities } from '../../resolvers/voiding.ts'
import { voidReason } from '../../schema/text.ts'
import { PostgrestError } from './postgrest-error.ts'
import { readParameters } from './read-parameters.ts'
import type { RpcCall } from './rpc-call.ts'

const EXAMPLE = '{"activity_ids": ["…", …], "reason": "…"}'

/**
 * Answers a call of `void_activities` with the resolver of the mutation voidActivities.
 *
 *   body    {"activity_ids": [uuid, …], "reason": text}
 *   answer  how many activities this call has voided; those that were voided before do not count
 */
export async function callVoidActivities({ request, context, dryRun }: RpcCall): Promise<number> {
  const { activity_ids: ids, reason: given } = await readParameters(
    request,
    ['activity_ids', 'reason'],
    EXAMPLE,
  )
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw new PostgrestError(400, '22023', 'The ids must be given as one list.', null, `Pass ${EXAMPLE}.`)
  }
  const reason = voidReason.safeParse(given)
  if (!reason.success) {
    throw new PostgrestError(400, '22023', `The reason ${reason.error.issues[0]?.message ?? 'is malformed'}.`)
  }
  const { voided } = await context.metrics.countMutation('voidActivities', () =>
    voidActivities(context, { activityIds: ids, reason: reason.data, dryRun }),
  )
  return voided
}
