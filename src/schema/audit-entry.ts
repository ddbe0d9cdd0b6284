import { type AuditEntry as AuditEntryRow, AuditKind as AuditKinds } from '../database/generated/client.ts'
import { listAuditEntries } from '../resolvers/audit-entry.ts'
import { builder } from './builder.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'

const AuditKind = builder.enumType('AuditKind', {
  description: 'In which way activities were registered on behalf of others.',
  values: {
    ATOMIC_BATCH: { value: AuditKinds.atomic_batch, description: 'All or none, in one call.' },
    BULK_SUBMISSION: {
      value: AuditKinds.bulk_submission,
      description: 'One activity for many mentors, each on its own.',
    },
  },
})

export const AuditEntry = builder.objectRef<AuditEntryRow>('AuditEntry').implement({
  interfaces: [Node],
  description: 'That a coordinator registered activities on behalf of mentors. Entries are never changed.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    kind: t.expose('kind', { type: AuditKind, description: 'In which way.' }),
    actingCoordinatorId: t.exposeID('actingCoordinatorId', {
      description: 'The user id of the coordinator.',
    }),
    total: t.exposeInt('total', { description: 'How many activities were meant.' }),
    succeeded: t.exposeInt('succeeded', { description: 'How many were registered.' }),
    failed: t.exposeInt('failed', { description: 'How many were not.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
  }),
})

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry', 'audit entries')

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    complexity: pageCost,
    description: 'What you registered on behalf of others, the latest first.',
    args: pageArgs,
    resolve: (_, args, context) => listAuditEntries(context, pageAsked(args)),
  }),
)
