import { InvalidTemplateError, PermissionDeniedError } from '../errors.ts'
import { jsonbText, rowIssues } from './activities.ts'
import type { Database } from './client.ts'
import { notify } from './notify.ts'
import { actAs, type Transaction } from './transaction.ts'

/** The activity that a submission registers for each of its mentors. */
export interface ActivityTemplate {
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
}

/**
 * Checks that the transaction's user is a coordinator.
 *
 * @throws PermissionDeniedError where they coordinate no chapter
 */
export async function assertCoordinator(tx: Transaction): Promise<void> {
  const [row] = await tx.$queryRaw<{ allowed: boolean }[]>`SELECT rollcall.is_coordinator() AS allowed`
  if (!row?.allowed) throw new PermissionDeniedError('Only a coordinator may register activities in bulk.')
}

/**
 * Checks everything about an activity that does not depend on the mentor.
 *
 * @param chapterId the chapter that it is for, as the client named it; undefined where none was named
 * @throws InvalidTemplateError where the activity could not be registered for anybody
 */
export async function assertTemplate(
  tx: Transaction,
  template: ActivityTemplate,
  chapterId: string | undefined,
): Promise<void> {
  const payload = {
    activity_type_id: template.activityTypeId,
    recorded_at: template.recordedAt.toISOString(),
    duration_minutes: template.durationMinutes,
    chapter_id: chapterId,
  }
  const [row] = await tx.$queryRaw<{ issues: unknown }[]>`
    SELECT rollcall.template_issues(${jsonbText(payload)}::jsonb) AS issues`
  if (row?.issues) throw new InvalidTemplateError(rowIssues.parse(row.issues))
}

/**
 * The chapter that a submission of the transaction's user is for.
 *
 * @param named a chapter that they coordinate
 * @returns the one named, else their only one; null where they coordinate several
 */
export async function submissionChapter(tx: Transaction, named: string | undefined): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ chapterId: string | null }[]>`
    SELECT rollcall.submission_chapter(${named ?? null}::uuid) AS "chapterId"`
  return row?.chapterId ?? null
}

/**
 * Writes a submission and its selection, and notifies the servers when the transaction commits.
 *
 * @param userId the transaction's user, who submits it; the transaction acts for them again afterwards
 * @param mostActive how many unfinished submissions they may have at once, this one included
 * @returns its id; undefined where they have as many unfinished as they may
 */
export async function acceptSubmission(
  tx: Transaction,
  userId: string,
  submission: {
    chapterId: string | null
    template: ActivityTemplate
    mentorIds: readonly string[]
    retryOfId: string | null
  },
  mostActive: number,
): Promise<string | undefined> {
  const { chapterId, template, mentorIds, retryOfId } = submission
  await actAs(tx, 'rollcall_server')
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`
    SELECT rollcall.accept_submission(${userId}::uuid, ${chapterId}::uuid, ${template.activityTypeId}::uuid,
      ${template.recordedAt.toISOString()}::timestamptz, ${template.durationMinutes}::integer, ${mentorIds}::uuid[],
      ${retryOfId}::uuid, ${mostActive}::integer) AS id`
  await actAs(tx, { userId })
  return row?.id ?? undefined
}

/**
 * The failed mentors of a finished submission that a retry should try again, in the order of the outcomes.
 *
 * Submissions that are retries of one another, directly or through others, form a family. Mentors whom any submission
 * of the family has registered, or has still to register, are left out. The family stays locked until the transaction
 * ends, so that two retries at once do not register anybody twice.
 *
 * @param userId the transaction's user; the transaction acts for them again afterwards
 * @param asked.mentorIds only these; null for those whose failure is retryable
 * @param asked.corrected whether the retry has a new template: then null also means those whose failure it may cure
 */
export async function mentorsToRetry(
  tx: Transaction,
  userId: string,
  asked: { submissionId: string; mentorIds: readonly string[] | null; corrected: boolean },
): Promise<string[]> {
  await actAs(tx, 'rollcall_server')
  const rows = await tx.$queryRaw<{ mentorId: string }[]>`
    SELECT mentor_id AS "mentorId"
    FROM rollcall.mentors_to_retry(${asked.submissionId}::uuid, ${asked.mentorIds}::uuid[], ${asked.corrected})
      AS mentor (mentor_id)`
  await actAs(tx, { userId })
  return rows.map(({ mentorId }) => mentorId)
}

/**
 * Records that no further mentor of a submission is to be started, and notifies the servers when the transaction
 * commits. Changes nothing where the submission has finished.
 *
 * @param userId the transaction's user; the transaction acts for them again afterwards
 */
export async function requestCancel(
  database: Database,
  tx: Transaction,
  userId: string,
  submissionId: string,
): Promise<void> {
  await actAs(tx, 'rollcall_server')
  await tx.$executeRaw`
    UPDATE public.bulk_submissions SET cancel_requested_at = now()
    WHERE id = ${submissionId}::uuid AND cancel_requested_at IS NULL AND finished_at IS NULL`
  await notify(database, tx, 'rollcall_work', submissionId)
  await actAs(tx, { userId })
}
