import { type AuditEntry as AuditEntryRow, AuditKind as AuditKinds } from '../database/generated/client.ts'
import { pageOfAuditEntries } from '../resolvers/audit-entry.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'

const AuditKind = builder.enumType('AuditKind', {
  description: 'What was done on behalf of others.',
  values: {
    ATOMIC_BATCH: {
      value: AuditKinds.atomic_batch,
      description: 'Activities were registered, all or none, in one call.',
    },
    BULK_SUBMISSION: {
      value: AuditKinds.bulk_submission,
      description: 'One activity for many mentors, each on its own.',
    },
    VOID: {
      value: AuditKinds.void,
      description: 'Activities were taken back; of a whole submission, with its `submissionId`.',
    },
    EXPORT: { value: AuditKinds.export, description: 'Activity records were exported to a file.' },
  },
})

export const AuditEntry = builder.objectRef<AuditEntryRow>('AuditEntry').implement({
  interfaces: [Node],
  description:
    'That somebody registered, took back or exported activities of others. The database writes it; entries are never changed.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    kind: t.expose('kind', { type: AuditKind, description: 'What was done.' }),
    actingCoordinatorId: t.exposeID('actingCoordinatorId', {
      nullable: true,
      description: 'The user id of whoever did it. Null where the person has been forgotten.',
    }),
    chapter: t.field({
      type: Chapter,
      nullable: true,
      description: 'The chapter whose records it is about; null where they are of several.',
      resolve: ({ chapterId }, _, { loaders }) => (chapterId ? loaders.chapter.load(chapterId) : null),
    }),
    total: t.exposeInt('total', { description: 'How many activities it is about.' }),
    succeeded: t.exposeInt('succeeded', { description: 'For how many of them it was done.' }),
    failed: t.exposeInt('failed', { description: 'For how many it could not be.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
  }),
})

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry', 'audit entries')

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    complexity: pageCost,
    description:
      'What you did on behalf of others, and what was done in the chapters that you coordinate, the latest first.',
    args: pageArgs,
    resolve: (_, args, context) => pageOfAuditEntries(context, pageAsked(args)),
  }),
)
