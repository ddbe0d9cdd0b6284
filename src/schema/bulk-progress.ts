import { z } from 'zod'
import { bulkProgress, type SubmissionProgress } from '../resolvers/bulk-progress.ts'
import { builder } from './builder.ts'
import { BulkStatus } from './bulk-status.ts'
import { BulkSubmissionState } from './bulk-submission.ts'
import { MentorSubmissionOutcome } from './mentor-outcome.ts'

const BulkProgressUpdate = builder.objectRef<SubmissionProgress>('BulkProgressUpdate').implement({
  description: 'One step of a submission: one for each settled mentor, in sequence, then a last one.',
  fields: (t) => ({
    submissionId: t.exposeID('submissionId', { description: 'Whose progress it is.' }),
    sequence: t.exposeInt('sequence', {
      description:
        'The number of mentors settled so far; on the last update, the total. To go on after an interruption, subscribe again with `after` set to the last one seen.',
    }),
    completed: t.exposeInt('completed', { description: 'How many mentors have an outcome, up to this one.' }),
    succeeded: t.exposeInt('succeeded', { description: 'How many of those were registered.' }),
    failed: t.exposeInt('failed', { description: 'How many of those could not be.' }),
    total: t.exposeInt('total', { description: 'How many mentors were selected.' }),
    outcome: t.expose('outcome', {
      type: MentorSubmissionOutcome,
      nullable: true,
      description: 'How it went for this mentor. Null on the last update only.',
    }),
    state: t.expose('state', {
      type: BulkSubmissionState,
      description: 'FINISHED on the last update, RUNNING before.',
    }),
    overallStatus: t.expose('overallStatus', {
      type: BulkStatus,
      nullable: true,
      description: 'How it went as a whole; on the last update only.',
    }),
  }),
})

builder.subscriptionField('bulkProgress', (t) =>
  t.field({
    type: BulkProgressUpdate,
    description:
      'One update for each settled mentor, in sequence, from `after` on, whenever you subscribe: before, during or after the run, on any server. Then one last update with state FINISHED, then the stream completes.',
    args: {
      submissionId: t.arg.id({ required: true, description: 'The id of a submission of yours.' }),
      after: t.arg.int({
        defaultValue: 0,
        description: 'The last sequence that you have; 0 is from the beginning.',
        validate: z.number().min(0, 'must be 0 or more'),
      }),
    },
    subscribe: (_, { submissionId, after }, context) =>
      bulkProgress(context, { submissionId, after: after ?? 0 }),
    resolve: (update: SubmissionProgress) => update,
  }),
)
