import type { AuditEntry } from '../database/generated/client.ts'
import type { Context } from './context.ts'
import { latestFirst, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

const byTime = latestFirst<AuditEntry>('auditLog', ({ createdAt }) => createdAt)

/** What the viewer did on behalf of others, the latest first. */
export function listAuditEntries(context: Context, args: PageArgs): Page<AuditEntry> {
  const after = readCursor(args.after, byTime)
  return pageOf(args, byTime, {
    read: (limit) =>
      context.asViewer((tx) =>
        tx.auditEntry.findMany({
          where: after
            ? { OR: [{ createdAt: { lt: after[0] } }, { createdAt: after[0], id: { lt: after[1] } }] }
            : {},
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit,
        }),
      ),
    count: () => context.asViewer((tx) => tx.auditEntry.count()),
  })
}
