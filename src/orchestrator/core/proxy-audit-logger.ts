/** What is put on record about a finished submission. */
export interface BulkSubmissionAuditEntry {
  readonly actingCoordinatorId: string | null
  readonly total: number
  readonly succeeded: number
  readonly failed: number
}

/** Keeps the record of who registered on behalf of others. */
export interface ProxyAuditLogger {
  /**
   * Called once by each run that sees all mentors of a submission settled. A submission that was run twice to its
   * end (after a crash, or on two servers at once) calls twice: the logger keeps the first.
   */
  logBulkSubmission(entry: BulkSubmissionAuditEntry): Promise<void>
}
