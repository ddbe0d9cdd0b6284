import { z } from 'zod'
import type { ActivityRecord, Profile } from '../database/generated/client.ts'
import { type PreviewedMentor, previewSubmission } from '../database/submission-preview.ts'
import { RequestError } from '../errors.ts'
import { type MentorSubmissionError, mentorError } from '../orchestrator/core/mentor-errors.ts'
import type { Context } from './context.ts'
import { type Keyset, type Page, type PageArgs, pageOf, readCursor } from './page.ts'
import { admitSubmission, assertSelection, type SubmissionGiven } from './submit-bulk-registration.ts'

/** How a submission would end. */
export interface BulkRegistrationPreview {
  total: number
  wouldFail: number
  /** The mentors that would fail, in the order of the selection. */
  problems: ProblemAhead[]
  /** The mentors that have an activity of the type on the same day already, in the order of the selection. */
  sameDay: SameDay[]
}

/** A mentor that would fail, and why. */
export interface ProblemAhead {
  /** Place in the selection, from 1. */
  position: number
  mentorId: string
  error: MentorSubmissionError
}

/** A mentor that has an activity of the type on the same day already. */
export interface SameDay {
  /** Place in the selection, from 1. */
  position: number
  mentorId: string
  activityId: string
}

/**
 * What submitBulkRegistration with the same input would do, by the same rules. Writes nothing.
 *
 * @throws EmptySelectionError, SelectionTooLargeError, DuplicateMentorsError, InvalidTemplateError,
 *   PermissionDeniedError
 */
export async function previewBulkRegistration(
  context: Context,
  given: SubmissionGiven,
): Promise<BulkRegistrationPreview> {
  const { mentorIds, template } = given
  assertSelection(mentorIds, context.env.maxSelection)
  const previewed = await context.asViewer(async (tx) => {
    const chapterId = await admitSubmission(tx, template, given.chapterId ?? undefined)
    return previewSubmission(tx, { chapterId, template, mentorIds })
  })
  const problems = previewed.flatMap(problemOf)
  return {
    total: mentorIds.length,
    wouldFail: problems.length,
    problems,
    sameDay: previewed.flatMap(sameDayOf),
  }
}

function problemOf({ position, mentorId, errorCode }: PreviewedMentor): ProblemAhead[] {
  return errorCode === null ? [] : [{ position, mentorId, error: mentorError(errorCode) }]
}

function sameDayOf({ position, mentorId, sameDayActivityId }: PreviewedMentor): SameDay[] {
  return sameDayActivityId === null ? [] : [{ position, mentorId, activityId: sameDayActivityId }]
}

/**
 * A page of what a preview found, in the order of the selection.
 *
 * @param list the name of the list, for its cursors
 */
export function pageOfPreview<Row extends { position: number }>(
  list: string,
  rows: Row[],
  args: PageArgs,
): Page<Row> {
  const byPosition: Keyset<Row, readonly [position: number]> = {
    list,
    keyOf: ({ position }) => [position],
    key: z.tuple([z.int32().min(0)]),
  }
  const [after = 0] = readCursor(args.after, byPosition) ?? []
  return pageOf(args, byPosition, {
    read: async (limit) => rows.filter(({ position }) => position > after).slice(0, limit),
    count: () => rows.length,
  })
}

/**
 * The mentor of a same-day warning.
 *
 * @throws RequestError NOT_FOUND where the viewer may not see them any more: rights may have changed since the preview
 */
export async function readSameDayMentor({ loaders }: Context, { mentorId }: SameDay): Promise<Profile> {
  const mentor = await loaders.profile.load(mentorId)
  if (!mentor) throw new RequestError('NOT_FOUND', 'The peer mentor is no longer there for you to see.')
  return mentor
}

/**
 * The activity of a same-day warning.
 *
 * @throws RequestError NOT_FOUND where the viewer may not see it any more: rights may have changed since the preview
 */
export async function readSameDayActivity(
  { loaders }: Context,
  { activityId }: SameDay,
): Promise<ActivityRecord> {
  const record = await loaders.activityRecord.load(activityId)
  if (!record) throw new RequestError('NOT_FOUND', 'The activity is no longer there for you to see.')
  return record
}
