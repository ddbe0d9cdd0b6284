/** What the audit log records of a finished submission. */
export interface BulkSubmissionAuditEntry {
  /** Null where the coordinator's personal data has been deleted. */
  readonly actingCoordinatorId: string | null
  readonly total: number
  readonly succeeded: number
  readonly failed: number
}

/** The audit log of who registered activities on behalf of others. */
export interface ProxyAuditLogger {
  /**
   * Called by each run that sees all mentors of a submission settled. After a crash, or where two servers share a
   * submission, that is more than one run: the logger must keep the first entry only.
   */
  logBulkSubmission(entry: BulkSubmissionAuditEntry): Promise<void>
}
