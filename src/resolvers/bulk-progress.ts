import { z } from 'zod'
import { RequestError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import { followOutcomes, type OutcomePage } from '../orchestrator/core/follow-outcomes.ts'
import { overallStatusOf } from '../orchestrator/core/overall-status.ts'
import type { BulkProgressUpdate } from '../orchestrator/core/progress-update.ts'
import type { Context } from './context.ts'
import { type OutcomeOfMentor, readOutcomes } from './mentor-outcome.ts'

/** An update, and whose it is. */
export type SubmissionProgress = BulkProgressUpdate<OutcomeOfMentor> & { submissionId: string; total: number }

/**
 * Follows a submission from a sequence on: one update for each settled mentor, then a last one. It reads rows, with the
 * viewer's rights each time anew, and takes events only as a hint to read again.
 *
 * @throws RequestError NOT_FOUND where there is no such submission that the viewer may see, also later on when they lose
 *   the right; UNAUTHENTICATED when their token expires; SERVICE_UNAVAILABLE when the server stops
 */
export async function bulkProgress(
  context: Context,
  given: { submissionId: string; after: number },
): Promise<AsyncIterable<SubmissionProgress>> {
  const { hints, stopping } = context
  const submissionId = given.submissionId.toLowerCase()
  if (!z.guid().safeParse(submissionId).success) throw notFound()
  await readPage(context, submissionId, given.after, 1)

  // Not before somebody reads: an answer that can't be streamed is thrown away, and nobody would close it.
  let watch: ReturnType<typeof hints.watch> | undefined
  const updates = followOutcomes(
    {
      readPage(after, limit) {
        watch ??= hints.watch(submissionId)
        return readShared(context, submissionId, after, limit)
      },
      async wait(signal) {
        await watch?.wait(AbortSignal.any([signal, stopping]))
        if (stopping.aborted) {
          throw new RequestError(
            'SERVICE_UNAVAILABLE',
            'The server is stopping. Subscribe again from the last sequence.',
          )
        }
      },
      close: () => watch?.close(),
    },
    { after: given.after },
  )
  return withSubmission(updates, submissionId, context.metrics)
}

/** Watchers of one submission that have come equally far share a read, unless there was a hint since it began. */
function readShared(
  context: Context,
  submissionId: string,
  after: number,
  limit: number,
): Promise<OutcomePage<OutcomeOfMentor>> {
  const { viewer, hints, progressReads } = context
  if (viewer.expiresAt.getTime() <= Date.now()) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'The token has expired. Subscribe again from the last sequence, with a new one.',
    )
  }
  const key = [viewer.userId, submissionId, after, limit, hints.count(submissionId)].join(' ')
  return progressReads(key, () => readPage(context, submissionId, after, limit))
}

function readPage(
  context: Context,
  submissionId: string,
  after: number,
  limit: number,
): Promise<OutcomePage<OutcomeOfMentor>> {
  return context.asViewer(async (tx) => {
    // The submission first: where it has finished, the outcomes that are read after it are all there.
    const submission = await tx.bulkSubmission.findUnique({ where: { id: submissionId } })
    if (!submission) throw notFound()
    const outcomes = await readOutcomes(tx, { submissionId, sequence: { gt: after } }, limit)
    const { total, succeeded, finishedAt } = submission
    return {
      outcomes,
      total,
      end: finishedAt && { sequence: total, succeeded, overallStatus: overallStatusOf(total, succeeded) },
    }
  })
}

function withSubmission(
  updates: AsyncIterableIterator<BulkProgressUpdate<OutcomeOfMentor>>,
  submissionId: string,
  metrics: Metrics,
): AsyncIterableIterator<SubmissionProgress> {
  const began = Date.now()
  const stamped = (
    step: IteratorResult<BulkProgressUpdate<OutcomeOfMentor>>,
  ): IteratorResult<SubmissionProgress> => {
    if (step.done) return step
    const { outcome, total } = step.value
    if (outcome && outcome.settledAt.getTime() >= began) metrics.progressSent(outcome.settledAt)
    return { done: false, value: { ...step.value, submissionId, total: total ?? 0 } }
  }
  return {
    next: async () => stamped(await updates.next()),
    return: async () => {
      await updates.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function notFound(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such submission of yours.')
}
