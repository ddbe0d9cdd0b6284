import type { MentorSubmissionErrorCode } from './generated/client.ts'
import type { ActivityTemplate } from './submission-requests.ts'
import type { Transaction } from './transaction.ts'

/** What a preview found about one mentor: the error that they would get, or an activity on the same day. */
export interface PreviewedMentor {
  /** Place in the selection, from 1. */
  position: number
  mentorId: string
  errorCode: MentorSubmissionErrorCode | null
  /** An activity of the same type that the mentor has on that day already. */
  sameDayActivityId: string | null
}

/**
 * Checks for each mentor how a submission would end, by the same rules as its run, with the transaction's rights.
 * Writes nothing.
 *
 * @param submission.chapterId the chapter that `submissionChapter` returns
 * @returns the mentors that would fail or have an activity on the same day, by position; no others
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
