import { voidActivities as voidActivitiesById, voidSubmission } from '../database/voiding.ts'
import { BatchTooLargeError, NotFoundError } from '../errors.ts'
import type { Context } from './context.ts'
import { runMaybeDry } from './dry-run.ts'
import { readId } from './id.ts'

/** How many activities were taken back, and how many had been before. */
export interface Voided {
  voided: number
  alreadyVoided: number
}

// The limit of the database function, checked here before any id is parsed.
const MAX_ACTIVITIES = 200
// Replaces malformed ids: no record has this id, so the database function reports them together with unknown ids.
const NO_ACTIVITY = '00000000-0000-0000-0000-000000000000'

/**
 * Takes back activities, all or none. Ids that are given twice count once.
 *
 * @param given.dryRun tries everything, and saves nothing
 * @throws ActivitiesRejectedError, BatchTooLargeError, SubmissionNotFinishedError, PermissionDeniedError
 */
export async function voidActivities(
  context: Context,
  given: { activityIds: readonly string[]; reason: string; dryRun?: boolean },
): Promise<Voided> {
  const { activityIds, reason, dryRun = false } = given
  if (activityIds.length > MAX_ACTIVITIES) {
    throw new BatchTooLargeError(
      `At most ${MAX_ACTIVITIES} activities can be taken back at once; ${activityIds.length} were given.`,
      MAX_ACTIVITIES,
      activityIds.length,
    )
  }
  const ids = activityIds.map((id) => readId(id) ?? NO_ACTIVITY)
  const voided = await runMaybeDry(context, dryRun, (tx) => voidActivitiesById(tx, ids, reason))
  return { voided, alreadyVoided: new Set(ids).size - voided }
}

/**
 * Takes back all activities that a finished submission registered, all or none.
 *
 * @throws NotFoundError, SubmissionNotFinishedError, ActivitiesRejectedError, PermissionDeniedError
 */
export async function voidBulkSubmission(
  context: Context,
  given: { bulkSubmissionId: string; reason: string },
): Promise<Voided> {
  const id = readId(given.bulkSubmissionId)
  if (!id) throw new NotFoundError('There is no such submission of yours.')
  return context.asViewer(async (tx) => {
    const voided = await voidSubmission(tx, id, given.reason)
    const { succeeded } = await tx.bulkSubmission.findUniqueOrThrow({
      where: { id },
      select: { succeeded: true },
    })
    return { voided, alreadyVoided: succeeded - voided }
  })
}
