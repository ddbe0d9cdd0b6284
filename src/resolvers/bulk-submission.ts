import { z } from 'zod'
import type { BulkSubmission } from '../database/generated/client.ts'
import { notify } from '../database/notify.ts'
import { actAs } from '../database/transaction.ts'
import type { Context } from './context.ts'
import { type OutcomeOfMentor, readOutcomes } from './mentor-outcome.ts'
import { type Keyset, latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The submission, or null where there is none that the viewer may see. */
export async function readSubmission(context: Context, id: string): Promise<BulkSubmission | null> {
  return z.guid().safeParse(id).success ? context.loaders.submission.load(id.toLowerCase()) : null
}

const byTime = latestFirst<BulkSubmission>('bulkSubmissions', ({ createdAt }) => createdAt)

/** The viewer's submissions, the latest first. */
export async function listSubmissions(context: Context, args: PageArgs): Promise<Page<BulkSubmission>> {
  const after = readCursor(args.after, byTime)
  const rows = await context.asViewer((tx) =>
    tx.bulkSubmission.findMany({
      where: after
        ? { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] }
        : {},
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: args.first + 1,
    }),
  )
  return pageOf(rows, args, byTime, () => context.asViewer((tx) => tx.bulkSubmission.count()))
}

const bySequence: Keyset<OutcomeOfMentor, readonly [sequence: number]> = {
  list: 'outcomes',
  keyOf: ({ sequence }) => [sequence],
  key: z.tuple([z.int32().min(0)]),
}

/** The outcomes of a submission, in the order of settling. */
export async function listOutcomes(
  context: Context,
  submissionId: string,
  args: PageArgs & { succeeded: boolean | undefined },
): Promise<Page<OutcomeOfMentor>> {
  const errorCode = args.succeeded === undefined ? {} : { errorCode: args.succeeded ? null : { not: null } }
  const where = { submissionId, ...errorCode }
  const [after = 0] = readCursor(args.after, bySequence) ?? []
  const outcomes = await context.asViewer((tx) =>
    readOutcomes(tx, { ...where, sequence: { gt: after } }, args.first + 1),
  )
  return pageOf(outcomes, args, bySequence, () => context.asViewer((tx) => tx.mentorOutcome.count({ where })))
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
