import { countAuditEntries, listAuditEntries } from '../database/chapter-lists.ts'
import type { AuditEntry } from '../database/generated/client.ts'
import type { Context } from './context.ts'
import { latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

const byTime = latestFirst<AuditEntry>('auditLog', ({ createdAt }) => createdAt)

/**
 * A page of the audit log: what the viewer did on behalf of others, and what was done in their chapters, the latest
 * first.
 */
export function pageOfAuditEntries(context: Context, args: PageArgs): Page<AuditEntry> {
  const after = readCursor(args.after, byTime) ?? null
  return pageOf(args, byTime, {
    read: (limit) => context.asViewer((tx) => listAuditEntries(tx, { after, limit })),
    count: () => context.asViewer(countAuditEntries),
  })
}
