import type { Transaction } from './transaction.ts'

/** The types that have ids of their own, by the names that clients know. */
export type NodeType =
  | 'ActivityRecord'
  | 'ActivityType'
  | 'AuditEntry'
  | 'BulkSubmission'
  | 'Chapter'
  | 'PeerMentor'

/**
 * Tells of which type the rows with these ids are, as far as the transaction's rights reach. Ids are unique over all
 * tables, and each table answers by its primary key.
 */
export async function findNodeTypes(
  tx: Transaction,
  ids: readonly string[],
): Promise<(id: string) => NodeType | undefined> {
  const rows = await tx.$queryRaw<{ id: string; type: NodeType }[]>`
    SELECT id, 'ActivityRecord' AS type FROM public.activity_records WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, 'ActivityType' FROM public.activity_types WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, 'AuditEntry' FROM public.proxy_audit_log WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, 'BulkSubmission' FROM public.bulk_submissions WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, 'Chapter' FROM public.chapters WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT user_id, 'PeerMentor' FROM public.profiles WHERE user_id = ANY (${ids}::uuid[])`
  const types = new Map(rows.map(({ id, type }) => [id, type]))
  return (id) => types.get(id)
}
