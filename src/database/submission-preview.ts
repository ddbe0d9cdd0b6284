import type { MentorSubmissionErrorCode } from './generated/client.ts'
import type { ActivityTemplate } from './submission-requests.ts'
import type { Transaction } from './transaction.ts'

/** What a preview has to tell of one mentor: the error that they would get, or an activity on the same day already. */
export interface PreviewedMentor {
  /** Place in the selection, from 1. */
  position: number
  mentorId: string
  errorCode: MentorSubmissionErrorCode | null
  sameDayActivityId: string | null
}

/**
 * What a submission would come to, by the rules that its run goes by, with the transaction's rights. Writes nothing.
 *
 * @param submission.chapterId as `submissionChapter` says
 * @returns by position, those mentors of whom there is something to tell
 */
export function previewSubmission(
  tx: Transaction,
  submission: { chapterId: string | null; template: ActivityTemplate; mentorIds: readonly string[] },
): Promise<PreviewedMentor[]> {
  const { chapterId, template, mentorIds } = submission
  return tx.$queryRaw<PreviewedMentor[]>`
    SELECT "position", mentor_id AS "mentorId", error_code::text AS "errorCode",
      same_day_activity_id AS "sameDayActivityId"
    FROM rollcall.preview_submission(${mentorIds}::uuid[], ${template.activityTypeId}::uuid,
      ${template.recordedAt.toISOString()}::timestamptz, ${template.durationMinutes}::integer, ${chapterId}::uuid)
    ORDER BY "position"`
}
