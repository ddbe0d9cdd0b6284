import type { ErrorLog } from './error-log.ts'
import type { BulkSubmissionAuditEntry, ProxyAuditLogger } from './proxy-audit-logger.ts'

/** Milliseconds that an audit may take before a line is logged that it has not answered. */
export const AUDIT_TIMEOUT_MS = 10_000

/**
 * Passes `entry` to the audit and returns at once. Where the audit throws, rejects or does not answer, a line is
 * logged; the caller never gets an error.
 */
export function auditInBackground(
  audit: ProxyAuditLogger,
  entry: BulkSubmissionAuditEntry,
  log: ErrorLog,
): void {
  const timeout = setTimeout(
    () => log.error({ ...entry }, 'the audit of a bulk submission has not answered'),
    AUDIT_TIMEOUT_MS,
  ).unref()
  void record(audit, entry, log).finally(() => clearTimeout(timeout))
}

async function record(audit: ProxyAuditLogger, entry: BulkSubmissionAuditEntry, log: ErrorLog) {
  try {
    await audit.logBulkSubmission(entry)
  } catch (err) {
    log.error({ err, ...entry }, 'the audit of a bulk submission failed')
  }
}
