import type { Transaction } from './transaction.ts'

/** The types of the objects that the `node` field can return, by their names in the GraphQL schema. */
export type NodeType =
  | 'ActivityRecord'
  | 'ActivityType'
  | 'AuditEntry'
  | 'BulkSubmission'
  | 'Chapter'
  | 'PeerMentor'

/**
 * Looks up the types of the rows with these ids, among the rows that the transaction's user may see. Ids are unique
 * across all tables, and each table is searched by its primary key.
 *
 * @returns the type of the row with an id; undefined where there is no such row
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
