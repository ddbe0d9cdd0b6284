import type { NodeType } from '../database/nodes.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import type { Loaders } from './loaders.ts'

const LOADER_OF = {
  ActivityRecord: 'activityRecord',
  ActivityType: 'activityType',
  AuditEntry: 'auditEntry',
  BulkSubmission: 'submission',
  Chapter: 'chapter',
  PeerMentor: 'peerMentor',
} as const satisfies Record<NodeType, keyof Loaders>

/** The object with an id, and the name of its type; null where there is none that the viewer may see. */
export async function readNode(
  { loaders }: Context,
  given: string,
): Promise<{ __typename: NodeType } | null> {
  const id = readId(given)
  const type = id && (await loaders.nodeType.load(id))
  const row = type && (await loaders[LOADER_OF[type]].load(id))
  return row ? { __typename: type, ...row } : null
}
