import { z } from 'zod'
import type { BulkSubmission } from '../database/generated/client.ts'
import { notify } from '../database/notify.ts'
import { actAs } from '../database/transaction.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import { type OutcomeOfMentor, readOutcomes } from './mentor-outcome.ts'
import { type Keyset, latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The submission, or null where there is none that the viewer may see. */
export async function readSubmission(context: Context, given: string): Promise<BulkSubmission | null> {
  const id = readId(given)
  return (id && (await context.loaders.submission.load(id))) || null
}

const byTime = latestFirst<BulkSubmission>('bulkSubmissions', ({ createdAt }) => createdAt)

/** The viewer's submissions, the latest first. */
export function listSubmissions(context: Context, args: PageArgs): Page<BulkSubmission> {
  const after = readCursor(args.after, byTime)
  return pageOf(args, byTime, {
    read: (limit) =>
      context.asViewer((tx) =>
        tx.bulkSubmission.findMany({
          where: after
            ? { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] }
            : {},
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit,
        }),
      ),
    count: () => context.asViewer((tx) => tx.bulkSubmission.count()),
  })
}

const bySequence: Keyset<OutcomeOfMentor, readonly [sequence: number]> = {
  list: 'outcomes',
  keyOf: ({ sequence }) => [sequence],
  key: z.tuple([z.int32().min(0)]),
}

/** The outcomes of a submission, in the order of settling. */
export function listOutcomes(
  context: Context,
  submissionId: string,
  args: PageArgs & { succeeded: boolean | undefined },
): Page<OutcomeOfMentor> {
  const errorCode = args.succeeded === undefined ? {} : { errorCode: args.succeeded ? null : { not: null } }
  const where = { submissionId, ...errorCode }
  const [after = 0] = readCursor(args.after, bySequence) ?? []
  return pageOf(args, bySequence, {
    read: (limit) => context.asViewer((tx) => readOutcomes(tx, { ...where, sequence: { gt: after } }, limit)),
    count: () => context.asViewer((tx) => tx.mentorOutcome.count({ where })),
  })
}

/**
 * Asks that no further mentor of a submission be started; the rest end as CANCELLED. Asking again, or for one that has
 * finished, changes nothing.
 *
 * @returns the submission as it is now; null where there is none that the viewer may see
 */
export async function cancelSubmission(context: Context, id: string): Promise<BulkSubmission | null> {
  const submission = await readSubmission(context, id)
  if (!submission || submission.finishedAt || submission.cancelRequestedAt) return submission
  const cancelled = await context.asViewer(async (tx) => {
    await actAs(tx, 'rollcall_server')
    await tx.$executeRaw`
      UPDATE public.bulk_submissions SET cancel_requested_at = now()
      WHERE id = ${submission.id}::uuid AND cancel_requested_at IS NULL AND finished_at IS NULL`
    await notify(context.database, tx, 'rollcall_work', submission.id)
    await actAs(tx, { userId: context.viewer.userId })
    return tx.bulkSubmission.findUnique({ where: { id: submission.id } })
  })
  context.events.emit('work')
  return cancelled
}
