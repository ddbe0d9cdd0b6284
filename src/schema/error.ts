import {
  ActivitiesRejectedError,
  BatchTooLargeError,
  type BusinessError,
  DuplicateMentorsError,
  EmptySelectionError,
  IdempotencyKeyReusedError,
  InvalidTemplateError,
  NotFoundError,
  NothingToRetryError,
  PermissionDeniedError,
  ROW_ISSUES,
  type RowIssue as RowIssueShape,
  SelectionTooLargeError,
  SubmissionNotFinishedError,
} from '../errors.ts'
import { builder } from './builder.ts'
import { BulkStatus } from './bulk-status.ts'
import { describedValues } from './described-values.ts'

export const ErrorInterface = builder.interfaceRef<BusinessError>('Error').implement({
  description:
    'Every business failure implements this. Neither field carries another person’s data or a raw database text.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What went wrong; stable, for programs.' }),
    message: t.exposeString('message', {
      description: 'What went wrong and what would be right, for people.',
    }),
  }),
})

const RowIssueCode = builder.enumType('RowIssueCode', {
  description: 'What can be wrong with a row.',
  values: describedValues(ROW_ISSUES, (meaning) => meaning),
})

export const RowIssue = builder.objectRef<RowIssueShape>('RowIssue').implement({
  description: 'One thing wrong with one row.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The row’s zero-based position in the input.' }),
    field: t.string({
      nullable: true,
      description: 'The input field, in the input’s own spelling; null where the row as a whole is meant.',
      resolve: ({ field }) =>
        field?.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? null,
    }),
    code: t.expose('code', { type: RowIssueCode, description: 'What is wrong; stable, for programs.' }),
    message: t.exposeString('message', { description: 'What is wrong and what would be right, for people.' }),
  }),
})

builder.objectType(ActivitiesRejectedError, {
  name: 'ActivitiesRejectedError',
  description: 'Nothing was changed, because of some rows. Names every bad row, not only the first.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [RowIssue],
      description: 'Everything wrong with every row, in input order.',
      resolve: ({ issues }) => [...issues],
    }),
    rolledBackCount: t.exposeInt('rolledBackCount', {
      description: 'Rows with nothing wrong with them, left undone because of the others.',
    }),
  }),
})

builder.objectType(BatchTooLargeError, {
  name: 'BatchTooLargeError',
  description: 'More rows than one call may carry. Nothing was saved; the rows were not looked at.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many one call may carry.' }),
    received: t.exposeInt('received', { description: 'How many were given.' }),
  }),
})

builder.objectType(PermissionDeniedError, {
  name: 'PermissionDeniedError',
  description: 'You may not do this at all, whatever the input.',
  interfaces: [ErrorInterface],
})

builder.objectType(IdempotencyKeyReusedError, {
  name: 'IdempotencyKeyReusedError',
  description: 'The key was used before with other input. Nothing was saved.',
  interfaces: [ErrorInterface],
})

builder.objectType(EmptySelectionError, {
  name: 'EmptySelectionError',
  description: 'No mentor was selected; nothing was attempted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    overallStatus: t.expose('overallStatus', {
      type: BulkStatus,
      description: 'Always TOTAL_FAILURE: nobody was registered.',
    }),
  }),
})

builder.objectType(SelectionTooLargeError, {
  name: 'SelectionTooLargeError',
  description: 'More mentors than one submission may name. Nothing was attempted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many one submission may name.' }),
    received: t.exposeInt('received', { description: 'How many were given.' }),
  }),
})

builder.objectType(DuplicateMentorsError, {
  name: 'DuplicateMentorsError',
  description: 'Some mentors are named more than once. Nothing was attempted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    mentorIds: t.idList({
      description: 'Those who are, each once.',
      resolve: ({ mentorIds }) => [...mentorIds],
    }),
  }),
})

builder.objectType(InvalidTemplateError, {
  name: 'InvalidTemplateError',
  description: 'The activity could not be registered for anybody as it is given. Nothing was attempted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [RowIssue],
      description: 'Everything wrong with the template; their index is always 0.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
})

builder.objectType(NothingToRetryError, {
  name: 'NothingToRetryError',
  description:
    'No mentor of the submission is there to be retried: it is still running, or nobody in it needs it.',
  interfaces: [ErrorInterface],
})

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description:
    'What you named does not exist, or is not yours to see: both are told alike. Nothing was changed.',
  interfaces: [ErrorInterface],
})

builder.objectType(SubmissionNotFinishedError, {
  name: 'SubmissionNotFinishedError',
  description:
    'The submission is still running. Cancel it or wait until it has finished, then take its activities back. Nothing was changed.',
  interfaces: [ErrorInterface],
})
