import { registerActivities, registerOneActivity } from '../database/activities.ts'
import type { ActivityRecord } from '../database/generated/client.ts'
import { answerOnce } from '../database/idempotency.ts'
import { RequestError } from '../errors.ts'
import type { Context } from './context.ts'
import { runMaybeDry } from './dry-run.ts'

/** One activity as a client gives it. */
export interface ActivityGiven {
  peerMentorUserId: string
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
  /** Who registers it: the caller, also where left out. Anybody else is refused. */
  recordedByUserId?: string | null | undefined
  /**
   * A chapter that mentor and caller share; where left out, the one of these that the mentor has belonged to longest.
   */
  chapterId?: string | null | undefined
}

/** The result of registering a batch. */
export interface BulkRegistration {
  /** In input order; empty for a dry run. */
  activityIds: string[]
  dryRun: boolean
  /** Whether an earlier call with the same idempotency key had registered them. */
  replayed: boolean
}

/**
 * Registers one activity: a peer mentor's own, or a coordinator's for one mentor.
 *
 * @returns the new record
 * @throws ActivitiesRejectedError, PermissionDeniedError
 */
export function registerActivity(context: Context, given: ActivityGiven): Promise<ActivityRecord> {
  return context.asViewer(async (tx) => {
    const id = await registerOneActivity(tx, payloadOf(given))
    return tx.activityRecord.findUniqueOrThrow({ where: { id } })
  })
}

/**
 * Registers up to 200 activities, all or none.
 *
 * @param given.payload the rows as insert_bulk_activities takes them
 * @throws ActivitiesRejectedError, BatchTooLargeError, PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function bulkRegisterActivities(
  context: Context,
  given: { payload: readonly unknown[]; idempotencyKey: string | null; dryRun: boolean },
): Promise<BulkRegistration> {
  const { userId } = context.viewer
  const { payload, idempotencyKey, dryRun } = given
  const { answer, replayed } = await runMaybeDry(context, dryRun, (tx) =>
    answerOnce(
      tx,
      { userId, operation: 'bulkRegisterActivities', key: idempotencyKey, request: payload },
      () => registerActivities(tx, payload),
    ),
  )
  return { activityIds: dryRun ? [] : answer, dryRun, replayed }
}

/** A row as insert_bulk_activities takes it. */
export function payloadOf(given: ActivityGiven): object {
  return {
    peer_mentor_user_id: given.peerMentorUserId,
    activity_type_id: given.activityTypeId,
    recorded_at: given.recordedAt.toISOString(),
    duration_minutes: given.durationMinutes,
    // Left out of the JSON where they are undefined.
    recorded_by_user_id: given.recordedByUserId ?? undefined,
    chapter_id: given.chapterId ?? undefined,
  }
}

/**
 * The records with these ids, in this order.
 *
 * @throws RequestError NOT_FOUND where the viewer can't see one of them
 */
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
