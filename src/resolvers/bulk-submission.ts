import { z } from 'zod'
import { countSubmissions, listSubmissions } from '../database/chapter-lists.ts'
import type { BulkSubmission } from '../database/generated/client.ts'
import { requestCancel } from '../database/submission-requests.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import type { OutcomeOfMentor } from './mentor-outcome.ts'
import { type Keyset, latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The submission, or null where there is none that the viewer may see. */
export async function readSubmission(context: Context, given: string): Promise<BulkSubmission | null> {
  const id = readId(given)
  return (id && (await context.loaders.submission.load(id))) || null
}

const byTime = latestFirst<BulkSubmission>('bulkSubmissions', ({ createdAt }) => createdAt)

/** A page of the viewer's submissions and of those of the chapters that they coordinate, the latest first. */
export function pageOfSubmissions(context: Context, args: PageArgs): Page<BulkSubmission> {
  const after = readCursor(args.after, byTime) ?? null
  return pageOf(args, byTime, {
    read: (limit) => context.asViewer((tx) => listSubmissions(tx, { after, limit })),
    count: () => context.asViewer(countSubmissions),
  })
}

const bySequence: Keyset<OutcomeOfMentor, readonly [sequence: number]> = {
  list: 'outcomes',
  keyOf: ({ sequence }) => [sequence],
  key: z.tuple([z.int32().min(0)]),
}

/**
 * A page of the outcomes of a submission, by sequence. Their number is taken from the submission's counts, unless the
 * outcomes have expired and been deleted.
 *
 * @param args.succeeded only successes, or only failures; null for both
 */
export function pageOfOutcomes(
  { loaders }: Context,
  { id, succeeded, failed, outcomesExpiredAt }: BulkSubmission,
  args: PageArgs & { succeeded: boolean | null },
): Page<OutcomeOfMentor> {
  const [after = 0] = readCursor(args.after, bySequence) ?? []
  const wanted = args.succeeded
  return pageOf(args, bySequence, {
    read: (limit) => loaders.outcomes.load({ submissionId: id, succeeded: wanted, after, limit }),
    count: () => {
      if (outcomesExpiredAt) return 0
      return wanted === null ? succeeded + failed : wanted ? succeeded : failed
    },
  })
}

/**
 * Cancels a submission: no further mentor is started, and the rest end as CANCELLED. Changes nothing where the
 * submission was cancelled before or has finished.
 *
 * @returns the submission as it is now; null where there is none that the viewer may see
 */
export async function cancelSubmission(context: Context, id: string): Promise<BulkSubmission | null> {
  const submission = await readSubmission(context, id)
  if (!submission || submission.finishedAt || submission.cancelRequestedAt) return submission
  const cancelled = await context.asViewer(async (tx) => {
    await requestCancel(context.database, tx, context.viewer.userId, submission.id)
    return tx.bulkSubmission.findUnique({ where: { id: submission.id } })
  })
  context.events.emit('work')
  return cancelled
}
