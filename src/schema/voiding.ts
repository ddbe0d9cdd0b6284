import { z } from 'zod'
import {
  ActivitiesRejectedError,
  BatchTooLargeError,
  NotFoundError,
  PermissionDeniedError,
  SubmissionNotFinishedError,
} from '../errors.ts'
import { type Voided, voidActivities, voidBulkSubmission } from '../resolvers/voiding.ts'
import { builder } from './builder.ts'
import { voidReason } from './text.ts'

interface Given {
  activityIds?: string[] | null | undefined
  bulkSubmissionId?: string | null | undefined
  reason: string
}

const VoidActivitiesInput = builder.inputType('VoidActivitiesInput', {
  description: 'Which activities to take back (void): some by their ids, or all of one submission.',
  validate: z
    .custom<Given>()
    .refine(
      ({ activityIds, bulkSubmissionId }) => (activityIds == null) !== (bulkSubmissionId == null),
      'name either activityIds or bulkSubmissionId',
    ),
  fields: (t) => ({
    activityIds: t.idList({ description: 'The ids of activity records, at most 200.' }),
    bulkSubmissionId: t.id({
      description: 'A finished submission: all its activities are taken back, however many they are.',
    }),
    reason: t.string({
      required: true,
      description: 'Why, for people who look at the record later; at most 500 characters.',
      validate: voidReason,
    }),
  }),
})

const VoidActivitiesSuccess = builder.objectRef<Voided>('VoidActivitiesSuccess').implement({
  description: 'All of the activities are taken back: they stay on record, and no longer count.',
  fields: (t) => ({
    voided: t.exposeInt('voided', { description: 'How many were taken back now.' }),
    alreadyVoided: t.exposeInt('alreadyVoided', {
      description: 'How many had been taken back before; these were not changed.',
    }),
  }),
})

builder.mutationField('voidActivities', (t) =>
  t.field({
    type: VoidActivitiesSuccess,
    description:
      'Takes back (voids) activities that should not have been registered, all or none. They stay on record with the reason, no longer count in any statistics, and the same activities can be registered again. Coordinators take back what counts for the chapters that they coordinate, mentors what they registered for themselves. Taking back an activity twice changes nothing, and it can’t be undone.',
    errors: {
      types: [
        ActivitiesRejectedError,
        BatchTooLargeError,
        NotFoundError,
        SubmissionNotFinishedError,
        PermissionDeniedError,
      ],
      union: {
        name: 'VoidActivitiesResult',
        description: 'The result where all were taken back, or why none was.',
      },
    },
    args: {
      input: t.arg({ type: VoidActivitiesInput, required: true, description: 'Which activities, and why.' }),
    },
    resolve: (_, { input: { activityIds, bulkSubmissionId, reason } }, context) =>
      bulkSubmissionId != null
        ? voidBulkSubmission(context, { bulkSubmissionId, reason })
        : voidActivities(context, { activityIds: activityIds ?? [], reason }),
  }),
)
