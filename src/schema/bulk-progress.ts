import { z } from 'zod'
import { bulkProgress, type SubmissionProgress } from '../resolvers/bulk-progress.ts'
import { builder } from './builder.ts'
import { BulkStatus } from './bulk-status.ts'
import { BulkSubmissionState } from './bulk-submission.ts'
import { MentorSubmissionOutcome } from './mentor-outcome.ts'

const BulkProgressUpdate = builder.objectRef<SubmissionProgress>('BulkProgressUpdate').implement({
  description:
    'One update about a submission. There is one for each mentor when they are settled, that is, have an outcome, and a last one when the submission has finished.',
  fields: (t) => ({
    submissionId: t.exposeID('submissionId', { description: 'The submission.' }),
    sequence: t.exposeInt('sequence', {
      description:
        'The number of mentors settled so far; on the last update, the total. To continue after an interruption, subscribe again with `after` set to the last sequence that you have.',
    }),
    completed: t.exposeInt('completed', {
      description: 'How many mentors have an outcome, this one included.',
    }),
    succeeded: t.exposeInt('succeeded', { description: 'How many of those were registered.' }),
    failed: t.exposeInt('failed', { description: 'How many of those were not registered.' }),
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
      description: 'How the submission went as a whole. Null before the last update.',
    }),
  }),
})

builder.subscriptionField('bulkProgress', (t) =>
  t.field({
    type: BulkProgressUpdate,
    description:
      'Follows a submission: one update for each settled mentor, in sequence, beginning after `after`; then one last update with state FINISHED; then the stream completes. You may subscribe before, during or after the run, on any server.',
    args: {
      submissionId: t.arg.id({
        required: true,
        description: 'The id of a submission of yours, or of a chapter that you coordinate.',
      }),
      after: t.arg.int({
        defaultValue: 0,
        description: 'The last sequence that you have; 0 for all updates.',
        validate: z.number().min(0, 'must be 0 or more'),
      }),
    },
    subscribe: (_, { submissionId, after }, context) =>
      bulkProgress(context, { submissionId, after: after ?? 0 }),
    resolve: (update: SubmissionProgress) => update,
  }),
)
