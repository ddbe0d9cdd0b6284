import type { BulkSubmission as BulkSubmissionRow } from '../database/generated/client.ts'
import { overallStatusOf } from '../orchestrator/core/overall-status.ts'
import {
  cancelSubmission,
  pageOfOutcomes,
  pageOfSubmissions,
  readSubmission,
} from '../resolvers/bulk-submission.ts'
import { displayNameOf } from '../resolvers/display-name.ts'
import { ActivityRecord } from './activity-record.ts'
import { ActivityType } from './activity-type.ts'
import { AuditEntry } from './audit-entry.ts'
import { builder } from './builder.ts'
import { BulkStatus } from './bulk-status.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { MentorSubmissionOutcome, MentorSubmissionStatus } from './mentor-outcome.ts'
import { Node } from './node.ts'

export const BulkSubmissionState = builder.enumType('BulkSubmissionState', {
  description: 'How far a submission has come.',
  values: {
    QUEUED: { value: 'queued', description: 'Accepted; no mentor has been started yet.' },
    RUNNING: { value: 'running', description: 'Mentors are being registered, a few at a time.' },
    FINISHED: { value: 'finished', description: 'Every mentor has an outcome. Nothing changes any more.' },
  } as const,
})

const ProxyActivityTemplate = builder.objectRef<BulkSubmissionRow>('ProxyActivityTemplate').implement({
  description: 'The one activity that a submission registers for each of its mentors.',
  fields: (t) => ({
    activityType: t.field({
      type: ActivityType,
      description: 'What kind of activity.',
      resolve: ({ activityTypeId }, _, { loaders }) => loaders.activityType.load(activityTypeId),
    }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it took place.' }),
    durationMinutes: t.exposeInt('durationMinutes', { description: 'How long it took, in minutes.' }),
  }),
})

const MentorSubmissionOutcomeConnection = connectionOf(
  MentorSubmissionOutcome,
  'MentorSubmissionOutcome',
  'outcomes',
)

export const BulkSubmission = builder.objectRef<BulkSubmissionRow>('BulkSubmission')
BulkSubmission.implement({
  interfaces: [Node],
  description: 'One activity for many mentors, each registered on its own. Follow it with `bulkProgress`.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    chapter: t.field({
      type: Chapter,
      nullable: true,
      description:
        'The chapter that it is for; all coordinators of the chapter see the submission. Null where whoever submitted it coordinates several chapters and named none.',
      resolve: ({ chapterId }, _, { loaders }) => (chapterId ? loaders.chapter.load(chapterId) : null),
    }),
    actingCoordinatorId: t.exposeID('actingCoordinatorId', {
      nullable: true,
      description: 'The user id of whoever submitted it. Null where the person has been forgotten.',
    }),
    actingCoordinatorName: t.string({
      nullable: true,
      description:
        'The name of whoever submitted it. Null where you may not see it, and where the person has been forgotten.',
      resolve: ({ actingCoordinatorId }, _, { loaders }) => displayNameOf(loaders, actingCoordinatorId),
    }),
    state: t.field({
      type: BulkSubmissionState,
      description: 'How far it has come.',
      resolve: ({ startedAt, finishedAt }) => (finishedAt ? 'finished' : startedAt ? 'running' : 'queued'),
    }),
    overallStatus: t.field({
      type: BulkStatus,
      nullable: true,
      description: 'How it went as a whole. Null until it has finished.',
      resolve: ({ finishedAt, total, succeeded }) => (finishedAt ? overallStatusOf(total, succeeded) : null),
    }),
    total: t.exposeInt('total', { description: 'How many mentors were selected.' }),
    completed: t.int({
      description: 'How many of them have an outcome.',
      resolve: ({ succeeded, failed }) => succeeded + failed,
    }),
    succeeded: t.exposeInt('succeeded', { description: 'How many were registered.' }),
    failed: t.exposeInt('failed', { description: 'How many were not registered.' }),
    template: t.field({
      type: ProxyActivityTemplate,
      description: 'The activity that it registers for each mentor.',
      resolve: (submission) => submission,
    }),
    outcomes: t.field({
      type: MentorSubmissionOutcomeConnection,
      complexity: pageCost,
      description: 'How it went for each mentor that has an outcome, by sequence.',
      args: {
        status: t.arg({
          type: MentorSubmissionStatus,
          description: 'Only the successes, or only the failures; both where left out.',
        }),
        ...pageArgs(),
      },
      resolve: (submission, { status, ...page }, context) =>
        pageOfOutcomes(context, submission, {
          ...pageAsked(page),
          succeeded: status == null ? null : status === 'success',
        }),
    }),
    retryOf: t.field({
      type: BulkSubmission,
      nullable: true,
      description: 'The submission whose failed mentors this one retries. Null where this is not a retry.',
      resolve: ({ retryOfId }, _, { loaders }) => (retryOfId ? loaders.submission.load(retryOfId) : null),
    }),
    retries: t.field({
      type: [BulkSubmission],
      description: 'The submissions that retry failed mentors of this one, the oldest first.',
      resolve: ({ id }, _, { loaders }) => loaders.retries.load(id),
    }),
    cancelRequestedAt: t.expose('cancelRequestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was cancelled, so that no further mentor is started. Null where it was not.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was accepted.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last mentor got an outcome. Null until then.',
    }),
  }),
})

builder.objectField(ActivityRecord, 'bulkSubmission', (t) =>
  t.field({
    type: BulkSubmission,
    nullable: true,
    description:
      'The submission that registered it. Null where none did, and where you may not see that submission.',
    resolve: ({ bulkSubmissionId }, _, { loaders }) =>
      bulkSubmissionId ? loaders.submission.load(bulkSubmissionId) : null,
  }),
)
builder.objectField(AuditEntry, 'submissionId', (t) =>
  t.exposeID('submissionId', {
    nullable: true,
    description: 'The submission that was run, or taken back as a whole. Null in other entries.',
  }),
)

const BulkSubmissionConnection = connectionOf(BulkSubmission, 'BulkSubmission', 'submissions')
const submissionId = 'The id of a submission of yours, or of a chapter that you coordinate.'

builder.queryFields((t) => ({
  bulkSubmission: t.field({
    type: BulkSubmission,
    nullable: true,
    description: 'One submission. Null where it does not exist or you may not see it.',
    args: { id: t.arg.id({ required: true, description: submissionId }) },
    resolve: (_, { id }, context) => readSubmission(context, id),
  }),
  bulkSubmissions: t.field({
    type: BulkSubmissionConnection,
    complexity: pageCost,
    description: 'Your submissions and those of the chapters that you coordinate, the latest first.',
    args: pageArgs(),
    resolve: (_, args, context) => pageOfSubmissions(context, pageAsked(args)),
  }),
}))

builder.mutationField('cancelBulkSubmission', (t) =>
  t.field({
    type: BulkSubmission,
    nullable: true,
    description:
      'Cancels a submission: no further mentor is started, those in progress are finished, and the rest fail with CANCELLED, which can be retried. Returns the submission as it is now, also where it was cancelled before or has finished; null where it does not exist or you may not see it.',
    args: { submissionId: t.arg.id({ required: true, description: submissionId }) },
    resolve: (_, args, context) => cancelSubmission(context, args.submissionId),
  }),
)
