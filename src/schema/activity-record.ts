import type { ActivityRecord as ActivityRecordRow } from '../database/generated/client.ts'
import { RequestError } from '../errors.ts'
import { listActivityRecords, readActivityRecord } from '../resolvers/activity-record.ts'
import { uuid } from '../resolvers/id.ts'
import { ActivityType } from './activity-type.ts'
import { builder } from './builder.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'
import { PeerMentor } from './peer-mentor.ts'

export const ActivityRecord = builder.objectRef<ActivityRecordRow>('ActivityRecord').implement({
  interfaces: [Node],
  description: 'One registered activity of one peer mentor. Records count in the official statistics.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    peerMentor: t.field({
      type: PeerMentor,
      description: 'Whose activity it was.',
      resolve: async ({ peerMentorUserId }, _, { loaders }) => {
        const mentor = await loaders.profile.load(peerMentorUserId)
        if (!mentor) throw new RequestError('NOT_FOUND', 'The peer mentor is no longer there for you to see.')
        return mentor
      },
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
      description: 'Who registered it: the mentor, or a coordinator on their behalf.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
  }),
})

const ActivityRecordConnection = connectionOf(ActivityRecord, 'ActivityRecord', 'activity records')

const ActivityRecordFilter = builder.inputType('ActivityRecordFilter', {
  description: 'Which activity records are wanted. Everything given must hold.',
  fields: (t) => ({
    ids: t.idList({
      description: 'Only these, at most 200.',
      validate: uuid.array().max(200, 'must name at most 200 records'),
    }),
    peerMentorUserId: t.id({ description: 'Only those of this peer mentor.', validate: uuid }),
    activityTypeId: t.id({ description: 'Only those of this kind.', validate: uuid }),
    recordedFrom: t.field({
      type: 'DateTime',
      description: 'Only those that took place at this moment or later.',
    }),
    recordedTo: t.field({ type: 'DateTime', description: 'Only those that took place before this moment.' }),
  }),
})

builder.queryFields((t) => ({
  activityRecords: t.field({
    type: ActivityRecordConnection,
    complexity: pageCost,
    description: 'The activity records that you may see, the latest first.',
    args: {
      filter: t.arg({ type: ActivityRecordFilter, description: 'Which ones; all where left out.' }),
      ...pageArgs,
    },
    resolve: (_, args, context) => listActivityRecords(context, pageAsked(args)),
  }),
  activityRecord: t.field({
    type: ActivityRecord,
    nullable: true,
    description: 'One activity record. Null where it does not exist or is not yours to see.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_, { id }, context) => readActivityRecord(context, id),
  }),
}))
