import {
  DuplicateMentorsError,
  EmptySelectionError,
  IdempotencyKeyReusedError,
  InvalidTemplateError,
  NotFoundError,
  NothingToRetryError,
  PermissionDeniedError,
  SelectionTooLargeError,
} from '../errors.ts'
import { uuid } from '../resolvers/id.ts'
import { retryFailedMentors, submitBulkRegistration } from '../resolvers/submit-bulk-registration.ts'
import { builder } from './builder.ts'
import { BulkSubmission } from './bulk-submission.ts'
import { idempotencyKey } from './text.ts'

const ProxyActivityTemplateInput = builder.inputType('ProxyActivityTemplateInput', {
  description: 'The one activity that is registered for each mentor.',
  fields: (t) => ({
    activityTypeId: t.id({ required: true, description: 'What kind of activity.' }),
    recordedAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it took place: from 1900 on, and at most one day ahead.',
    }),
    durationMinutes: t.int({ required: true, description: 'How long it took, in minutes: 1 to 1440.' }),
  }),
})

const keyDescription =
  'A name for this call, such as a UUID, at most 255 characters. Another call with the same key and the same input gets the same submission, and makes no second one. Keys are kept for 30 days.'

export const BulkSubmissionInput = builder.inputType('BulkSubmissionInput', {
  description: 'One activity for many mentors.',
  fields: (t) => ({
    mentorIds: t.idList({
      required: true,
      description: 'The peer mentors, each once; at most 10,000, unless the server has another limit.',
      validate: uuid.array(),
    }),
    template: t.field({ type: ProxyActivityTemplateInput, required: true, description: 'The activity.' }),
    idempotencyKey: t.string({ description: keyDescription, validate: idempotencyKey }),
    chapterId: t.id({
      description:
        'The chapter that the submission is for: one that you coordinate. Where left out, your only chapter, or none if you coordinate several. The chapter’s other coordinators see the submission too, and mentors of other chapters fail with MENTOR_NOT_IN_YOUR_CHAPTERS.',
    }),
  }),
})

const RetryFailedMentorsInput = builder.inputType('RetryFailedMentorsInput', {
  description: 'Which failed mentors of which submission are tried again.',
  fields: (t) => ({
    submissionId: t.id({
      required: true,
      description: 'The submission in which they failed.',
    }),
    mentorIds: t.idList({
      description:
        'Only these of the failed mentors. Where left out, all whose failure is retryable and, with a corrected template, all whose failure it may cure.',
      validate: uuid.array(),
    }),
    template: t.field({
      type: ProxyActivityTemplateInput,
      description: 'Corrected details; those of the earlier submission where left out.',
    }),
    idempotencyKey: t.string({ description: keyDescription, validate: idempotencyKey }),
  }),
})

builder.mutationFields((t) => ({
  submitBulkRegistration: t.field({
    type: BulkSubmission,
    description:
      'Registers one activity for many mentors, each on its own. Returns at once; follow it with `bulkProgress`. For coordinators.',
    errors: {
      types: [
        EmptySelectionError,
        SelectionTooLargeError,
        DuplicateMentorsError,
        InvalidTemplateError,
        PermissionDeniedError,
        IdempotencyKeyReusedError,
      ],
      union: {
        name: 'SubmitBulkRegistrationResult',
        description: 'The accepted submission, or why there is none.',
      },
    },
    args: {
      input: t.arg({
        type: BulkSubmissionInput,
        required: true,
        description: 'The mentors and the activity.',
      }),
    },
    resolve: (_, { input }, context) =>
      submitBulkRegistration(context, { ...input, idempotencyKey: input.idempotencyKey ?? null }),
  }),
  retryFailedMentors: t.field({
    type: BulkSubmission,
    description:
      'Makes a new submission of mentors that failed in an earlier one, linked to it by `retryOf`. Mentors that another retry has registered since, or has still to register, are left out.',
    errors: {
      types: [
        NothingToRetryError,
        NotFoundError,
        InvalidTemplateError,
        PermissionDeniedError,
        IdempotencyKeyReusedError,
      ],
      union: { name: 'RetryFailedMentorsResult', description: 'The new submission, or why there is none.' },
    },
    args: {
      input: t.arg({
        type: RetryFailedMentorsInput,
        required: true,
        description: 'The submission, and which of its mentors.',
      }),
    },
    resolve: (_, { input }, context) =>
      retryFailedMentors(context, {
        submissionId: input.submissionId,
        mentorIds: input.mentorIds ?? null,
        template: input.template ?? null,
        idempotencyKey: input.idempotencyKey ?? null,
      }),
  }),
}))
