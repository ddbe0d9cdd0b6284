import { type AuditEntry as AuditEntryRow, AuditKind as AuditKinds } from '../database/generated/client.ts'
import { pageOfAuditEntries } from '../resolvers/audit-entry.ts'
import { displayNameOf } from '../resolvers/display-name.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'

const AuditKind = builder.enumType('AuditKind', {
  description: 'What an audit entry is about.',
  values: {
    ATOMIC_BATCH: {
      value: AuditKinds.atomic_batch,
      description: 'Activities were registered, all or none, in one call.',
    },
    BULK_SUBMISSION: {
      value: AuditKinds.bulk_submission,
      description: 'A submission registered one activity for many mentors, each on its own.',
    },
    VOID: {
      value: AuditKinds.void,
      description: 'Activities were taken back. Where it was a whole submission, `submissionId` names it.',
    },
    EXPORT: { value: AuditKinds.export, description: 'Activity records were exported to a file.' },
  },
})

export const AuditEntry = builder.objectRef<AuditEntryRow>('AuditEntry').implement({
  interfaces: [Node],
  description:
    'An entry of the audit log: somebody registered, took back or exported activities of others. The database writes it, and it is not changed afterwards.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    kind: t.expose('kind', { type: AuditKind, description: 'What was done.' }),
    actingCoordinatorId: t.exposeID('actingCoordinatorId', {
      nullable: true,
      description: 'The user id of whoever did it. Null where the person has been forgotten.',
    }),
    actingCoordinatorName: t.string({
      nullable: true,
      description:
        'The name of whoever did it. Null where you may not see it, and where the person has been forgotten.',
      resolve: ({ actingCoordinatorId }, _, { loaders }) => displayNameOf(loaders, actingCoordinatorId),
    }),
    chapter: t.field({
      type: Chapter,
      nullable: true,
      description: 'The chapter whose records it is about; null where they are of several.',
      resolve: ({ chapterId }, _, { loaders }) => (chapterId ? loaders.chapter.load(chapterId) : null),
    }),
    total: t.exposeInt('total', { description: 'How many activities it is about.' }),
    succeeded: t.exposeInt('succeeded', { description: 'How many of them it was done for.' }),
    failed: t.exposeInt('failed', { description: 'How many of them it could not be done for.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was done.' }),
  }),
})

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry', 'audit entries')

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    complexity: pageCost,
    description:
      'What you did on behalf of others, and what was done in the chapters that you coordinate, the latest first.',
    args: pageArgs(),
    resolve: (_, args, context) => pageOfAuditEntries(context, pageAsked(args)),
  }),
)
