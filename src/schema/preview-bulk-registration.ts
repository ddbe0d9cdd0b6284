import {
  DuplicateMentorsError,
  EmptySelectionError,
  InvalidTemplateError,
  PermissionDeniedError,
  SelectionTooLargeError,
} from '../errors.ts'
import {
  type BulkRegistrationPreview,
  type ProblemAhead,
  pageOfPreview,
  previewBulkRegistration,
  readSameDayActivity,
  readSameDayMentor,
  type SameDay,
} from '../resolvers/preview-bulk-registration.ts'
import { ActivityRecord } from './activity-record.ts'
import { builder } from './builder.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { MentorSubmissionError } from './mentor-outcome.ts'
import { PeerMentor } from './peer-mentor.ts'
import { BulkSubmissionInput } from './submit-bulk-registration.ts'

// High, because a preview checks up to 10,000 mentors.
const PREVIEW_COST = 1_000

const MentorProblem = builder.objectRef<ProblemAhead>('MentorProblem').implement({
  description: 'A mentor that would not be registered, and why.',
  fields: (t) => ({
    mentorId: t.exposeID('mentorId', { description: 'The mentor, as selected.' }),
    mentor: t.field({
      type: PeerMentor,
      nullable: true,
      description: 'The mentor. Null where there is nobody with this id whom you may see.',
      resolve: ({ mentorId }, _, { loaders }) => loaders.profile.load(mentorId),
    }),
    error: t.expose('error', { type: MentorSubmissionError, description: 'The error that they would get.' }),
  }),
})

const SameDayActivity = builder.objectRef<SameDay>('SameDayActivity').implement({
  description:
    'A mentor that has an activity of this type on the same day already, by the chapter’s time zone. That is allowed, but may be a mistake.',
  fields: (t) => ({
    mentor: t.field({
      type: PeerMentor,
      description: 'The mentor.',
      resolve: (warning, _, context) => readSameDayMentor(context, warning),
    }),
    existing: t.field({
      type: ActivityRecord,
      description: 'The activity that is there already.',
      resolve: (warning, _, context) => readSameDayActivity(context, warning),
    }),
  }),
})

const MentorProblemConnection = connectionOf(MentorProblem, 'MentorProblem', 'problems')
const SameDayActivityConnection = connectionOf(SameDayActivity, 'SameDayActivity', 'same-day activities')

const Preview = builder.objectRef<BulkRegistrationPreview>('BulkRegistrationPreview').implement({
  description: 'How a submission would end if it ran now. Nothing was written.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'How many mentors are selected.' }),
    wouldSucceed: t.int({
      description: 'How many would be registered.',
      resolve: ({ total, wouldFail }) => total - wouldFail,
    }),
    wouldFail: t.exposeInt('wouldFail', { description: 'How many would not be.' }),
    problems: t.field({
      type: MentorProblemConnection,
      complexity: pageCost,
      description: 'The mentors that would fail, in the order of the selection.',
      args: pageArgs(),
      resolve: ({ problems }, args) => pageOfPreview('problems', problems, pageAsked(args)),
    }),
    sameDay: t.field({
      type: SameDayActivityConnection,
      complexity: pageCost,
      description:
        'The mentors that have an activity of this type on the same day already, in the order of the selection.',
      args: pageArgs(),
      resolve: ({ sameDay }, args) => pageOfPreview('sameDay', sameDay, pageAsked(args)),
    }),
  }),
})

builder.queryField('previewBulkRegistration', (t) =>
  t.field({
    type: Preview,
    complexity: PREVIEW_COST,
    description:
      'Checks what `submitBulkRegistration` would do with this input, by the same rules: which mentors would fail and why, and which have an activity of the same type on the same day already. Writes nothing. For coordinators.',
    errors: {
      types: [
        EmptySelectionError,
        SelectionTooLargeError,
        DuplicateMentorsError,
        InvalidTemplateError,
        PermissionDeniedError,
      ],
      union: {
        name: 'PreviewBulkRegistrationResult',
        description: 'The preview, or why nobody could be registered.',
      },
    },
    args: {
      input: t.arg({
        type: BulkSubmissionInput,
        required: true,
        description: 'The mentors and the activity.',
      }),
    },
    resolve: (_, { input }, context) => previewBulkRegistration(context, input),
  }),
)
