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
    FAILURE: { value: 'failure', description: 'It was not; the error says why.' },
  } as const,
})

const MentorSubmissionErrorCode = builder.enumType('MentorSubmissionErrorCode', {
  description: 'Why a mentor was not registered.',
  values: describedValues(MENTOR_ERRORS, ({ meaning }) => meaning),
})

export const MentorSubmissionError = builder.objectRef<FailureShape>('MentorSubmissionError').implement({
  description: 'Why a mentor was not registered.',
  fields: (t) => ({
    code: t.expose('code', { type: MentorSubmissionErrorCode, description: 'Why; stable, for programs.' }),
    message: t.exposeString('message', { description: 'Why, for people.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether the same mentor may well succeed with the same details later.',
    }),
  }),
})

export const MentorSubmissionOutcome = builder
  .objectRef<OutcomeOfMentor>('MentorSubmissionOutcome')
  .implement({
    description: 'How it went for one mentor. Settled once, never changed.',
    fields: (t) => ({
      sequence: t.exposeInt('sequence', {
        description: 'Order of settling within the submission: 1, 2, 3 … without a gap.',
      }),
      mentorId: t.exposeID('mentorId', {
        nullable: true,
        description: 'The mentor, as selected. Null where the person has been forgotten.',
      }),
      mentor: t.expose('mentor', {
        type: PeerMentor,
        nullable: true,
        description: 'The mentor, as far as you may see them.',
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
      settledAt: t.expose('settledAt', { type: 'DateTime', description: 'When.' }),
    }),
  })
