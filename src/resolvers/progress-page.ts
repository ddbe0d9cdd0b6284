import type { ListedMentor } from '../database/mentors.ts'
import { readOutcomesSince } from '../database/outcomes.ts'
import type { Transaction } from '../database/transaction.ts'
import { RequestError } from '../errors.ts'
import { lastUpdate, settledUpdate } from '../orchestrator/core/follow-outcomes.ts'
import type { StoredOutcome } from '../orchestrator/core/outcome.ts'
import { overallStatusOf } from '../orchestrator/core/overall-status.ts'
import type { BulkProgressUpdate } from '../orchestrator/core/progress-update.ts'
import { type OutcomeOfMentor, outcomeOfMentor, withMentors } from './mentor-outcome.ts'

/** What reads with the viewer's rights. */
interface AsWatcher {
  asWatcher: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
}

/** An update, with the id of its submission and the number of mentors selected. */
export type SubmissionProgress = BulkProgressUpdate<OutcomeOfMentor> & { submissionId: string; total: number }

/** The progress of a submission as of one moment. */
export interface ProgressPage {
  /** By sequence, without a gap, from the one after the sequence asked for. */
  updates: readonly SubmissionProgress[]
  /** How many mentors the submission has. */
  total: number
  /** The highest sequence so far. */
  settled: number
  /** The last update, without an outcome; undefined where the submission has not finished. */
  last: SubmissionProgress | undefined
}

/** How many updates are read and cached together. */
export const PROGRESS_PAGE_SIZE = 500

/**
 * Reads the updates of a submission after a sequence, at most `limit`, with the viewer's rights.
 *
 * @throws RequestError NOT_FOUND where there is no such submission that the viewer may see
 */
export function readProgress(
  { asWatcher }: AsWatcher,
  submissionId: string,
  after: number,
  limit: number,
): Promise<ProgressPage> {
  return asWatcher(async (tx) => {
    const submission = await readOutcomesSince(tx, submissionId, after, limit)
    if (!submission) throw submissionNotFound()
    const { total, succeeded, failed, finishedAt, outcomes } = submission
    const settled = succeeded + failed
    const counts = { submissionId, total, settled, succeeded, finished: finishedAt !== null }
    return progressPage(counts, outcomes.map(outcomeOfMentor))
  })
}

/** Reads the mentors with these ids, as far as the viewer may see them. */
export function readMentors({ asWatcher }: AsWatcher, userIds: readonly string[]): Promise<ListedMentor[]> {
  return asWatcher((tx) => tx.profile.findMany({ where: { userId: { in: [...userIds] } } }))
}

/**
 * Makes a page of outcomes that were not read but have just been written.
 *
 * @param outcomes the newest of the submission, by sequence; at least one
 * @param readMentors reads the mentors with these ids, as far as the viewer may see them
 */
export function pageOfWritten(
  { submissionId, total }: { submissionId: string; total: number },
  outcomes: readonly StoredOutcome[],
  readMentors: (userIds: readonly string[]) => Promise<readonly ListedMentor[]>,
): ProgressPage {
  const { sequence: settled = 0, succeededSoFar: succeeded = 0 } = outcomes.at(-1) ?? {}
  const counts = { submissionId, total, settled, succeeded, finished: settled === total }
  return progressPage(counts, withMentors(outcomes, readMentors))
}

function progressPage(
  {
    submissionId,
    total,
    settled,
    succeeded,
    finished,
  }: {
    submissionId: string
    total: number
    settled: number
    succeeded: number
    finished: boolean
  },
  outcomes: readonly OutcomeOfMentor[],
): ProgressPage {
  const ofSubmission = (update: BulkProgressUpdate<OutcomeOfMentor>) => ({ ...update, submissionId, total })
  const end = { sequence: total, succeeded, overallStatus: null }
  return {
    updates: outcomes.map((outcome) => ofSubmission(settledUpdate(outcome, total))),
    total,
    settled,
    last: finished ? ofSubmission(lastUpdate(end, overallStatusOf(total, succeeded))) : undefined,
  }
}

/** The error for a submission that does not exist or that the viewer may not see, which they can't tell apart. */
export function submissionNotFound(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such submission of yours.')
}
