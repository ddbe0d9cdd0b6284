import { InvalidTemplateError, PermissionDeniedError } from '../errors.ts'
import { rowIssues, storable } from './activities.ts'
import type { Transaction } from './transaction.ts'

/** What a submission registers for each of its mentors. */
export interface SubmissionTemplate {
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
  /** The chapter that it is for; null for the caller's only one, or for none. */
  chapterId: string | null
}

/** @throws PermissionDeniedError where whoever the transaction acts for coordinates no chapter */
export async function assertCoordinator(transaction: Transaction): Promise<void> {
  const [row] = await transaction.$queryRaw<
    { allowed: boolean }[]
  >`SELECT rollcall.is_coordinator() AS allowed`
  if (!row?.allowed) throw new PermissionDeniedError('Only a coordinator may register activities in bulk.')
}

/** @throws InvalidTemplateError where the activity could not be registered for anybody */
export async function assertTemplate(transaction: Transaction, template: SubmissionTemplate): Promise<void> {
  const payload = {
    activity_type_id: template.activityTypeId,
    recorded_at: template.recordedAt.toISOString(),
    duration_minutes: template.durationMinutes,
    chapter_id: template.chapterId,
  }
  const [row] = await transaction.$queryRaw<{ issues: unknown }[]>`
    SELECT rollcall.template_issues(${storable(payload)}::jsonb) AS issues`
  if (row?.issues) throw new InvalidTemplateError(rowIssues.parse(row.issues))
}

/** The chapter that a submission is for: the one named, else the caller's only one; null where they coordinate several. */
export async function submissionChapter(
  transaction: Transaction,
  named: string | null,
): Promise<string | null> {
  const [row] = await transaction.$queryRaw<{ chapterId: string | null }[]>`
    SELECT rollcall.submission_chapter(${named}::uuid) AS "chapterId"`
  return row?.chapterId ?? null
}

/**
 * Writes a submission and its selection, and tells the other servers. In the server's own name.
 *
 * @returns its id; null where the coordinator has `mostActive` that have not finished, however many ask at once
 */
export async function acceptSubmission(
  transaction: Transaction,
  given: {
    actingCoordinatorId: string
    template: SubmissionTemplate
    mentorIds: readonly string[]
    retryOfId: string | null
    mostActive: number
  },
): Promise<string | null> {
  const { actingCoordinatorId, template, mentorIds, retryOfId, mostActive } = given
  const [row] = await transaction.$queryRaw<{ id: string | null }[]>`
    SELECT rollcall.accept_submission(${actingCoordinatorId}::uuid, ${template.chapterId}::uuid,
      ${template.activityTypeId}::uuid, ${template.recordedAt}::timestamptz, ${template.durationMinutes}::integer,
      ${[...mentorIds]}::uuid[], ${retryOfId}::uuid, ${mostActive}::integer) AS id`
  return row?.id ?? null
}

/**
 * The failed mentors of a finished submission, in the order of the outcomes, whom no retry of its family has registered
 * since or is about to register. Locks the family until the transaction ends. In the server's own name.
 *
 * @param given.mentorIds only these; null for those for whom another try may well succeed
 * @param given.corrected whether the template is a new one
 */
export async function mentorsToRetry(
  transaction: Transaction,
  given: { submissionId: string; mentorIds: readonly string[] | null; corrected: boolean },
): Promise<string[]> {
  const { submissionId, mentorIds, corrected } = given
  const rows = await transaction.$queryRaw<{ mentorId: string }[]>`
    SELECT mentor_id AS "mentorId" FROM rollcall.mentors_to_retry(${submissionId}::uuid, ${mentorIds && [...mentorIds]}::uuid[],
      ${corrected}::boolean) AS mentor_id`
  return rows.map(({ mentorId }) => mentorId)
}
