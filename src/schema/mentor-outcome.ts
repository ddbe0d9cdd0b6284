import {
  type MentorSubmissionError as FailureShape,
  MENTOR_ERRORS,
} from '../orchestrator/core/mentor-errors.ts'
import type { OutcomeOfMentor } from '../resolvers/mentor-outcome.ts'
import { builder } from './builder.ts'
import { describedValues } from './described-values.ts'
import { PeerMentor } from './peer-mentor.ts'

export const MentorSubmissionStatus = builder.enumType('MentorSubmissionStatus', {
  description: 'How it went for one mentor.',
  values: {
    SUCCESS: { value: 'success', description: 'The activity was registered.' },
    FAILURE: { value: 'failure', description: 'The activity was not registered; `error` says why.' },
  } as const,
})

const MentorSubmissionErrorCode = builder.enumType('MentorSubmissionErrorCode', {
  description: 'Why a mentor was not registered.',
  values: describedValues(MENTOR_ERRORS, ({ meaning }) => meaning),
})

export const MentorSubmissionError = builder.objectRef<FailureShape>('MentorSubmissionError').implement({
  description: 'Why a mentor was not registered.',
  fields: (t) => ({
    code: t.expose('code', {
      type: MentorSubmissionErrorCode,
      description: 'Why, as a stable code for programs.',
    }),
    message: t.exposeString('message', { description: 'Why, for people.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether a later attempt for the same mentor with the same details may succeed.',
    }),
  }),
})

export const MentorSubmissionOutcome = builder
  .objectRef<OutcomeOfMentor>('MentorSubmissionOutcome')
  .implement({
    description: 'How it went for one mentor. An outcome never changes.',
    fields: (t) => ({
      sequence: t.exposeInt('sequence', {
        description:
          'The position of the outcome among those of the submission, in the order in which they were reached: 1, 2, 3 … without a gap.',
      }),
      mentorId: t.exposeID('mentorId', {
        nullable: true,
        description: 'The mentor, as selected. Null where the person has been forgotten.',
      }),
      mentor: t.field({
        type: PeerMentor,
        nullable: true,
        description:
          'The mentor. Null where there is nobody with this id whom you may see, and where the person has been forgotten.',
        resolve: ({ mentor }) => mentor(),
      }),
      status: t.expose('status', {
        type: MentorSubmissionStatus,
        description: 'Whether the activity was registered.',
      }),
      activityId: t.exposeID('activityId', {
        nullable: true,
        description: 'The registered activity; null on failure.',
      }),
      error: t.expose('error', {
        type: MentorSubmissionError,
        nullable: true,
        description: 'Why it was not registered; null on success.',
      }),
      settledAt: t.expose('settledAt', {
        type: 'DateTime',
        description: 'When the mentor got this outcome.',
      }),
    }),
  })
