import { EventEmitter } from 'node:events'
import type { StoredOutcome } from '../core/outcome.ts'

/**
 * What this process learns about submissions, from itself and from other servers. Only the rows are the truth: events may
 * be lost, and may come without any change. Listeners must not throw.
 */
export interface SubmissionEventMap {
  /** There may be a submission to run, to cancel or to audit. */
  work: []
  /**
   * This process may have settled mentors. `seenBy` are those of the viewers named after `settling` who may see
   * `outcomes`, which are committed, and ordered by sequence. Whoever else watches has to read.
   */
  settled: [submissionId: string, outcomes: readonly StoredOutcome[], seenBy: readonly string[]]
  /** This process is about to settle mentors. Whoever follows the submission for a user adds the user's id to `viewers`. */
  settling: [submissionId: string, viewers: Set<string>]
  /** Another server may have settled mentors of this submission, or ended it. */
  progress: [submissionId: string]
  /** Notifications of other servers may have been missed, so any submission may have changed. */
  missed: []
}

/** The emitter of these events: the runner emits them, and the subscriptions to progress listen. */
export class SubmissionEvents extends EventEmitter<SubmissionEventMap> {}
