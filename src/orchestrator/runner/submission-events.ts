import { EventEmitter } from 'node:events'

/**
 * What this process learns about submissions, from itself and from other servers. Every event is a hint to look at the
 * rows, which alone are the truth: one may be missing, or come for nothing. Listeners must not throw.
 */
export interface SubmissionEventMap {
  /** There may be a submission to run, to cancel or to audit. */
  work: []
  /** Mentors of this submission may have been settled, or it may have finished. */
  progress: [submissionId: string]
  /** Notifications of other servers may have been missed: any submission may have news. */
  missed: []
}

/** Where the runner says what happened to submissions, and where whoever follows them listens. */
export class SubmissionEvents extends EventEmitter<SubmissionEventMap> {}
