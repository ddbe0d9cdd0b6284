import {
  ActivitiesRejectedError,
  BatchTooLargeError,
  IdempotencyKeyReusedError,
  PermissionDeniedError,
} from '../errors.ts'
import {
  type BulkRegistration,
  bulkRegisterActivities,
  payloadOf,
  readActivities,
  registerActivity,
} from '../resolvers/activity-registration.ts'
import { ActivityRecord } from './activity-record.ts'
import { builder } from './builder.ts'
import { idempotencyKey } from './text.ts'

const ActivityInput = builder.inputType('ActivityInput', {
  description: 'One activity to register.',
  fields: (t) => ({
    peerMentorUserId: t.id({
      required: true,
      description: 'Whose activity it was: the id of a peer mentor.',
    }),
    activityTypeId: t.id({ required: true, description: 'What kind of activity it was.' }),
    recordedAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it took place: from 1900 on, and at most one day ahead.',
    }),
    durationMinutes: t.int({ required: true, description: 'How long it took, in minutes: 1 to 1440.' }),
    recordedByUserId: t.id({
      description: 'Who registers it: the caller, also where left out. Any other user is refused.',
    }),
    chapterId: t.id({
      description:
        'The chapter that it counts for: one that the mentor and the caller share. Where left out, the one of these that the mentor has belonged to longest.',
    }),
  }),
})

const BulkRegisterActivitiesInput = builder.inputType('BulkRegisterActivitiesInput', {
  description: 'A batch of activities, of which all or none are registered.',
  fields: (t) => ({
    activities: t.field({
      type: [ActivityInput],
      required: true,
      description: 'The activities, at most 200.',
    }),
    idempotencyKey: t.string({
      description:
        'A name for this call, such as a UUID, at most 255 characters. Another call with the same key and the same rows writes nothing and gets the first answer, so a call whose answer was lost can be repeated. Keys are kept for 30 days.',
      validate: idempotencyKey,
    }),
    dryRun: t.boolean({
      defaultValue: false,
      description:
        'Whether only to try it: everything is checked as in a real call, constraints and row level security included, and then rolled back.',
    }),
  }),
})

const BulkRegisterActivitiesSuccess = builder
  .objectRef<BulkRegistration>('BulkRegisterActivitiesSuccess')
  .implement({
    description: 'All activities were registered (or, for a dry run, would have been).',
    fields: (t) => ({
      activityIds: t.exposeIDList('activityIds', {
        description: 'Their ids, in input order. Empty for a dry run.',
      }),
      activities: t.field({
        type: [ActivityRecord],
        description: 'The activities themselves, in input order. Empty for a dry run.',
        resolve: ({ activityIds }, _, context) => readActivities(context, activityIds),
      }),
      dryRun: t.exposeBoolean('dryRun', {
        description: 'Whether this was a dry run: then nothing was saved.',
      }),
      replayed: t.exposeBoolean('replayed', {
        description: 'Whether this is the answer of an earlier call with the same key.',
      }),
    }),
  })

builder.mutationFields((t) => ({
  registerActivity: t.field({
    type: ActivityRecord,
    description: 'Registers one activity: a peer mentor’s own, or a coordinator’s for one mentor.',
    errors: {
      types: [ActivitiesRejectedError, PermissionDeniedError],
      union: { name: 'RegisterActivityResult', description: 'The record, or why there is none.' },
    },
    args: { input: t.arg({ type: ActivityInput, required: true, description: 'The activity.' }) },
    resolve: (_, { input }, context) => registerActivity(context, input),
  }),
  bulkRegisterActivities: t.field({
    type: BulkRegisterActivitiesSuccess,
    description:
      'Registers up to 200 activities, all or none, through the database function insert_bulk_activities. For coordinators.',
    errors: {
      types: [ActivitiesRejectedError, BatchTooLargeError, PermissionDeniedError, IdempotencyKeyReusedError],
      union: {
        name: 'BulkRegisterActivitiesResult',
        description: 'The result where all were registered, or why none was.',
      },
    },
    args: { input: t.arg({ type: BulkRegisterActivitiesInput, required: true, description: 'The batch.' }) },
    resolve: (_, { input }, context) =>
      bulkRegisterActivities(context, {
        payload: input.activities.map(payloadOf),
        idempotencyKey: input.idempotencyKey ?? null,
        dryRun: input.dryRun ?? false,
      }),
  }),
}))
