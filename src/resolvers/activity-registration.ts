import { registerActivities, registerOneActivity } from '../database/activities.ts'
import type { ActivityRecord } from '../database/generated/client.ts'
import { answerOnce } from '../database/idempotency.ts'
import { actAs, type Transaction } from '../database/transaction.ts'
import { RequestError } from '../errors.ts'
import type { Context } from './context.ts'

/** One activity as a client gives it. */
export interface ActivityGiven {
  peerMentorUserId: string
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
  /** The caller where left out; anybody else is refused. */
  recordedByUserId?: string | null | undefined
}

export interface BulkRegistration {
  activityIds: string[]
  dryRun: boolean
  replayed: boolean
}

/**
 * Registers one activity: a peer mentor's own, or a coordinator's for one mentor.
 *
 * @throws ActivitiesRejectedError, PermissionDeniedError
 */
export function registerActivity(context: Context, given: ActivityGiven): Promise<ActivityRecord> {
  const { userId } = context.viewer
  return context.asViewer(async (tx) => {
    const id = await registerOneActivity(tx, payloadOf(given))
    const record = await tx.activityRecord.findUniqueOrThrow({ where: { id } })
    if (record.peerMentorUserId !== userId) await audit(tx, userId, 1)
    return record
  })
}

/**
 * Registers up to 200 activities, all or none, and keeps an audit entry of it.
 *
 * @param given.payload the rows as insert_bulk_activities takes them
 * @returns the ids in input order; none for a dry run
 * @throws ActivitiesRejectedError, BatchTooLargeError, PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function bulkRegisterActivities(
  context: Context,
  given: { payload: readonly unknown[]; idempotencyKey: string | null; dryRun: boolean },
): Promise<BulkRegistration> {
  const { userId } = context.viewer
  const { payload, idempotencyKey, dryRun } = given
  const run = context.asViewer(async (tx) => {
    const { answer: activityIds, replayed } = await answerOnce(
      tx,
      { userId, operation: 'bulkRegisterActivities', key: idempotencyKey, request: payload },
      async () => {
        const ids = await registerActivities(tx, payload)
        if (ids.length > 0) await audit(tx, userId, ids.length)
        return ids
      },
    )
    if (dryRun) throw new DryRunDone(replayed)
    return { activityIds, dryRun, replayed }
  })
  return run.catch((error: unknown) => {
    if (error instanceof DryRunDone) return { activityIds: [], dryRun: true, replayed: error.replayed }
    throw error
  })
}

/** Thrown at the end of a dry run, so that everything it did is rolled back. */
class DryRunDone extends Error {
  readonly replayed: boolean
  constructor(replayed: boolean) {
    super('dry run done')
    this.replayed = replayed
  }
}

/** A row as insert_bulk_activities takes it. */
export function payloadOf(given: ActivityGiven): object {
  return {
    peer_mentor_user_id: given.peerMentorUserId,
    activity_type_id: given.activityTypeId,
    recorded_at: given.recordedAt.toISOString(),
    duration_minutes: given.durationMinutes,
    recorded_by_user_id: given.recordedByUserId ?? null,
  }
}

/** The records with these ids, in this order, as the viewer may see them. */
export async function readActivities(context: Context, ids: readonly string[]): Promise<ActivityRecord[]> {
  if (ids.length === 0) return []
  const rows = await context.asViewer((tx) => tx.activityRecord.findMany({ where: { id: { in: [...ids] } } }))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    if (!row) throw new RequestError('NOT_FOUND', 'A registered activity is no longer there for you to see.')
    return row
  })
}

async function audit(tx: Transaction, userId: string, total: number): Promise<void> {
  await actAs(tx, 'rollcall_server')
  await tx.$executeRaw`
    INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, total, succeeded, failed)
    VALUES ('atomic_batch', ${userId}::uuid, ${total}, ${total}, 0)`
  await actAs(tx, { userId })
}
