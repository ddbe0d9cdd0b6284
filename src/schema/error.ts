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
    'A failure that a client is expected to handle. All such types implement this. The texts never contain another person’s data or a raw message of the database.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What went wrong, as a stable code for programs.' }),
    message: t.exposeString('message', {
      description: 'What went wrong and what would be right, for people.',
    }),
  }),
})

const RowIssueCode = builder.enumType('RowIssueCode', {
  description: 'What can be wrong with a row of the input.',
  values: describedValues(ROW_ISSUES, (meaning) => meaning),
})

export const RowIssue = builder.objectRef<RowIssueShape>('RowIssue').implement({
  description: 'One thing wrong with one row.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The row’s zero-based position in the input.' }),
    field: t.string({
      nullable: true,
      description: 'The name of the input field; null where the row as a whole is meant.',
      resolve: ({ field }) =>
        field?.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? null,
    }),
    code: t.expose('code', {
      type: RowIssueCode,
      description: 'What is wrong, as a stable code for programs.',
    }),
    message: t.exposeString('message', { description: 'What is wrong and what would be right, for people.' }),
  }),
})

builder.objectType(ActivitiesRejectedError, {
  name: 'ActivitiesRejectedError',
  description:
    'Something is wrong with some rows, so nothing was changed. Every bad row is named, not only the first.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [RowIssue],
      description: 'Everything wrong with every row, in input order.',
      resolve: ({ issues }) => [...issues],
    }),
    rolledBackCount: t.exposeInt('rolledBackCount', {
      description:
        'How many rows had nothing wrong with them, and were not saved or taken back because of the others.',
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
      description: 'The mentors that are named more than once, each listed once.',
      resolve: ({ mentorIds }) => [...mentorIds],
    }),
  }),
})

builder.objectType(InvalidTemplateError, {
  name: 'InvalidTemplateError',
  description: 'The activity as given could not be registered for any mentor. Nothing was attempted.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [RowIssue],
      description: 'Everything wrong with the template; the `index` of each issue is 0.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
})

builder.objectType(NothingToRetryError, {
  name: 'NothingToRetryError',
  description:
    'The submission has no mentor to retry: it is still running, or none of its failed mentors is left to retry.',
  interfaces: [ErrorInterface],
})

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description:
    'What you named does not exist, or you may not see it; the error does not tell which. Nothing was changed.',
  interfaces: [ErrorInterface],
})

builder.objectType(SubmissionNotFinishedError, {
  name: 'SubmissionNotFinishedError',
  description:
    'The submission is still running. Cancel it or wait until it has finished, then take its activities back. Nothing was changed.',
  interfaces: [ErrorInterface],
})
