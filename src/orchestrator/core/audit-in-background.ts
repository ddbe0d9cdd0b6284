import type { ErrorLog } from './error-log.ts'
import type { BulkSubmissionAuditEntry, ProxyAuditLogger } from './proxy-audit-logger.ts'

/** How long an audit may take, in milliseconds, before the log says that it hangs. */
export const AUDIT_PATIENCE_MS = 10_000

/**
 * Hands `entry` to the audit and returns at once. Whatever the audit does (throw, reject, never answer) ends in
 * a log line.
 */
export function auditInBackground(
  audit: ProxyAuditLogger,
  entry: BulkSubmissionAuditEntry,
  log: ErrorLog,
): void {
  const patience = setTimeout(
    () => log.error({ ...entry }, 'the audit of a bulk submission has not answered'),
    AUDIT_PATIENCE_MS,
  ).unref()
  void record(audit, entry, log).finally(() => clearTimeout(patience))
}

async function record(audit: ProxyAuditLogger, entry: BulkSubmissionAuditEntry, log: ErrorLog) {
  try {
    await audit.logBulkSubmission(entry)
  } catch (err) {
    log.error({ err, ...entry }, 'the audit of a bulk submission failed')
  }
}
