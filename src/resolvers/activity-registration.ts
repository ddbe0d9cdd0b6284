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
  /** The caller where left out; anybody else is refused. */
  recordedByUserId?: string | null | undefined
  /** One that mentor and caller share; the one that the mentor has belonged to longest where left out. */
  chapterId?: string | null | undefined
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
  return context.asViewer(async (tx) => {
    const id = await registerOneActivity(tx, payloadOf(given))
    return tx.activityRecord.findUniqueOrThrow({ where: { id } })
  })
}

/**
 * Registers up to 200 activities, all or none.
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
    // Left out of the JSON where it is undefined.
    recorded_by_user_id: given.recordedByUserId ?? null,
    chapter_id: given.chapterId ?? undefined,
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
