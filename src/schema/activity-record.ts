import type { ActivityRecord as ActivityRecordRow } from '../database/generated/client.ts'
import { pageOfActivityRecords, readActivityRecord } from '../resolvers/activity-record.ts'
import { displayNameOf } from '../resolvers/display-name.ts'
import { uuid } from '../resolvers/id.ts'
import { ActivityType } from './activity-type.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'
import { PeerMentor } from './peer-mentor.ts'

export const ActivityRecord = builder.objectRef<ActivityRecordRow>('ActivityRecord').implement({
  interfaces: [Node],
  description:
    'One registered activity of one peer mentor. It counts in the official statistics until it is taken back (voided); it is never changed otherwise, and never deleted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    peerMentor: t.field({
      type: PeerMentor,
      nullable: true,
      description:
        'Whose activity it was. Null where the person has been forgotten: their data was erased, and only the counts are kept.',
      resolve: ({ peerMentorUserId }, _, { loaders }) =>
        peerMentorUserId ? loaders.profile.load(peerMentorUserId) : null,
    }),
    activityType: t.field({
      type: ActivityType,
      description: 'What kind of activity it was.',
      resolve: ({ activityTypeId }, _, { loaders }) => loaders.activityType.load(activityTypeId),
    }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When the activity took place.' }),
    durationMinutes: t.exposeInt('durationMinutes', { description: 'How long it took, in minutes.' }),
    recordedByUserId: t.exposeID('recordedByUserId', {
      nullable: true,
      description:
        'Who registered it: the mentor, or a coordinator on their behalf. Null where the person has been forgotten.',
    }),
    recordedByName: t.string({
      nullable: true,
      description:
        'The name of whoever registered it. Null where you may not see it, and where the person has been forgotten.',
      resolve: ({ recordedByUserId }, _, { loaders }) => displayNameOf(loaders, recordedByUserId),
    }),
    chapter: t.field({
      type: Chapter,
      description:
        'The chapter that it counts for. It does not change when the mentor moves to another chapter.',
      resolve: ({ chapterId }, _, { loaders }) => loaders.chapter.load(chapterId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    voidedAt: t.expose('voidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back. Null while it counts.',
    }),
    voidedByUserId: t.exposeID('voidedBy', {
      nullable: true,
      description: 'Who took it back. Null while it counts, and where the person has been forgotten.',
    }),
    voidReason: t.exposeString('voidReason', {
      nullable: true,
      description: 'Why it was taken back. Null while it counts.',
    }),
  }),
})

const ActivityRecordConnection = connectionOf(ActivityRecord, 'ActivityRecord', 'activity records')

export const ActivityRecordFilter = builder.inputType('ActivityRecordFilter', {
  description:
    'Which activity records are wanted: those that meet every condition given. Records that were taken back are left out unless `includeVoided` is true.',
  fields: (t) => ({
    ids: t.idList({
      description: 'Only these, at most 200.',
      validate: uuid.array().max(200, 'must name at most 200 records'),
    }),
    peerMentorUserId: t.id({ description: 'Only those of this peer mentor.', validate: uuid }),
    activityTypeId: t.id({ description: 'Only those of this kind.', validate: uuid }),
    chapterId: t.id({ description: 'Only those that count for this chapter.', validate: uuid }),
    bulkSubmissionId: t.id({ description: 'Only those that this submission registered.', validate: uuid }),
    recordedFrom: t.field({
      type: 'DateTime',
      description: 'Only those that took place at this moment or later.',
    }),
    recordedTo: t.field({ type: 'DateTime', description: 'Only those that took place before this moment.' }),
    includeVoided: t.boolean({
      defaultValue: false,
      description: 'Whether to include records that were taken back.',
    }),
  }),
})

builder.queryFields((t) => ({
  activityRecords: t.field({
    type: ActivityRecordConnection,
    complexity: pageCost,
    description: 'The activity records that you may see, the latest first.',
    args: {
      filter: t.arg({
        type: ActivityRecordFilter,
        description: 'Which records; all of them where left out.',
      }),
      ...pageArgs(),
    },
    resolve: (_, args, context) => pageOfActivityRecords(context, pageAsked(args)),
  }),
  activityRecord: t.field({
    type: ActivityRecord,
    nullable: true,
    description: 'One activity record. Null where it does not exist or you may not see it.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_, { id }, context) => readActivityRecord(context, id),
  }),
}))
