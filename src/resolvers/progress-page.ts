import type { Transaction } from '../database/transaction.ts'
import { RequestError } from '../errors.ts'
import { lastUpdate, settledUpdate } from '../orchestrator/core/follow-outcomes.ts'
import { overallStatusOf } from '../orchestrator/core/overall-status.ts'
import type { BulkProgressUpdate } from '../orchestrator/core/progress-update.ts'
import { type OutcomeOfMentor, readOutcomes } from './mentor-outcome.ts'

/** An update, and whose it is. */
export type SubmissionProgress = BulkProgressUpdate<OutcomeOfMentor> & { submissionId: string; total: number }

/** The progress of a submission as of one moment. */
export interface ProgressPage {
  /** By sequence, without a gap after the one asked for. */
  updates: readonly SubmissionProgress[]
  /** The last sequence that is there. */
  settled: number
  /** The update without an outcome, where the submission has finished. */
  last: SubmissionProgress | undefined
}

/** Updates that are read at once, and kept together. */
export const PROGRESS_PAGE_SIZE = 100

/**
 * Reads the updates of a submission after a sequence, at most `limit`, with the viewer's rights.
 *
 * @throws RequestError NOT_FOUND where there is no such submission that the viewer may see
 */
export function readProgress(
  { asWatcher }: { asWatcher: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T> },
  submissionId: string,
  after: number,
  limit: number,
): Promise<ProgressPage> {
  return asWatcher(async (tx) => {
    // The submission first: where it has finished, the outcomes that are read after it are all there.
    const submission = await tx.bulkSubmission.findUnique({ where: { id: submissionId } })
    if (!submission) throw submissionNotFound()
    const { total, succeeded, failed, finishedAt } = submission
    const asked = limit > 0 && after < total ? [{ submissionId, succeeded: null, after, limit }] : []
    const [outcomes = []] = await readOutcomes(tx, asked)
    const ofSubmission = (update: BulkProgressUpdate<OutcomeOfMentor>) => ({ ...update, submissionId, total })
    const end = { sequence: total, succeeded, overallStatus: null }
    return {
      updates: outcomes.map((outcome) => ofSubmission(settledUpdate(outcome, total))),
      settled: Math.max(succeeded + failed, outcomes.at(-1)?.sequence ?? 0),
      last: finishedAt ? ofSubmission(lastUpdate(end, overallStatusOf(total, succeeded))) : undefined,
    }
  })
}

/** What somebody is told who may not see a submission, whether there is one or not. */
export function submissionNotFound(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such submission of yours.')
}
