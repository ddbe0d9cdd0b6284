import type { BulkSubmission } from '../database/generated/client.ts'
import { answerOnce } from '../database/idempotency.ts'
import { notify } from '../database/notify.ts'
import { assertCoordinator, assertTemplate } from '../database/submission-checks.ts'
import { actAs, type Transaction } from '../database/transaction.ts'
import {
  DuplicateMentorsError,
  EmptySelectionError,
  NotFoundError,
  NothingToRetryError,
  RequestError,
  SelectionTooLargeError,
} from '../errors.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'

const NO_SUCH_SUBMISSION = 'There is no such submission of yours.'

/** The one activity that is meant for every mentor of a submission. */
export interface TemplateGiven {
  activityTypeId: string
  recordedAt: Date
  durationMinutes: number
}

/**
 * Accepts one activity for many mentors; it is run from here on whatever happens to this server.
 *
 * @param given.mentorIds UUIDs in lower case
 * @throws EmptySelectionError, SelectionTooLargeError, DuplicateMentorsError, InvalidTemplateError,
 *   PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function submitBulkRegistration(
  context: Context,
  given: { mentorIds: readonly string[]; template: TemplateGiven; idempotencyKey: string | null },
): Promise<BulkSubmission> {
  const { mentorIds, template, idempotencyKey } = given
  assertSelection(mentorIds, context.maxSelection)
  return accept(
    context,
    { operation: 'submitBulkRegistration', key: idempotencyKey, request: { mentorIds, template } },
    async (tx) => {
      await assertCoordinator(tx)
      await assertTemplate(tx, template)
      return insertSubmission(context, tx, { mentorIds, template, retryOfId: null })
    },
  )
}

/**
 * Accepts a new submission of mentors that failed in an earlier one.
 *
 * @param given.mentorIds only these of the failed ones; where left out, those for whom another try may well succeed
 * @param given.template corrected details; the earlier ones where left out
 * @throws NotFoundError, NothingToRetryError, InvalidTemplateError, PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function retryFailedMentors(
  context: Context,
  given: {
    submissionId: string
    mentorIds: readonly string[] | null
    template: TemplateGiven | null
    idempotencyKey: string | null
  },
): Promise<BulkSubmission> {
  const { mentorIds, template, idempotencyKey } = given
  const submissionId = readId(given.submissionId)
  if (!submissionId) throw new NotFoundError(NO_SUCH_SUBMISSION)
  const request = { submissionId, mentorIds, template }
  return accept(context, { operation: 'retryFailedMentors', key: idempotencyKey, request }, async (tx) => {
    const retried = await tx.bulkSubmission.findUnique({ where: { id: submissionId } })
    if (!retried) throw new NotFoundError(NO_SUCH_SUBMISSION)
    if (!retried.finishedAt) {
      throw new NothingToRetryError(
        'The submission is still running. Wait until it has finished, then retry.',
      )
    }
    await assertCoordinator(tx)
    if (template) await assertTemplate(tx, template)
    const selected = await readFailedMentors(context, tx, {
      submissionId,
      mentorIds,
      corrected: template !== null,
    })
    if (selected.length === 0) {
      throw new NothingToRetryError(
        'No mentor of this submission is left to retry. Those whose failure would only repeat itself need a corrected template, or to be named.',
      )
    }
    return insertSubmission(context, tx, {
      mentorIds: selected,
      template: template ?? retried,
      retryOfId: submissionId,
    })
  })
}

async function accept(
  context: Context,
  keyed: { operation: string; key: string | null; request: object },
  work: (tx: Transaction) => Promise<string>,
): Promise<BulkSubmission> {
  const { userId } = context.viewer
  const submission = await context.asViewer(async (tx) => {
    const { answer: id } = await answerOnce(tx, { userId, ...keyed }, () => work(tx))
    return tx.bulkSubmission.findUnique({ where: { id } })
  })
  if (!submission) throw new RequestError('NOT_FOUND', 'The submission is no longer there for you to see.')
  context.runner.hint()
  return submission
}

function assertSelection(mentorIds: readonly string[], limit: number): void {
  if (mentorIds.length === 0) throw new EmptySelectionError()
  if (mentorIds.length > limit) throw new SelectionTooLargeError(limit, mentorIds.length)
  const seen = new Set<string>()
  const repeated = new Set(mentorIds.filter((id) => seen.size === seen.add(id).size))
  if (repeated.size > 0) throw new DuplicateMentorsError([...repeated])
}

async function insertSubmission(
  { viewer, database, maxActiveSubmissions }: Context,
  tx: Transaction,
  {
    mentorIds,
    template,
    retryOfId,
  }: { mentorIds: readonly string[]; template: TemplateGiven; retryOfId: string | null },
): Promise<string> {
  await actAs(tx, 'rollcall_server')
  const active = await tx.bulkSubmission.count({
    where: { actingCoordinatorId: viewer.userId, finishedAt: null },
  })
  if (active >= maxActiveSubmissions) {
    throw new RequestError(
      'RATE_LIMITED',
      `At most ${maxActiveSubmissions} submissions of yours may run at once. Wait until one has finished.`,
    )
  }
  const { id } = await tx.bulkSubmission.create({
    data: {
      actingCoordinatorId: viewer.userId,
      activityTypeId: template.activityTypeId,
      recordedAt: template.recordedAt,
      durationMinutes: template.durationMinutes,
      total: mentorIds.length,
      retryOfId,
    },
    select: { id: true },
  })
  await tx.$executeRaw`
    INSERT INTO public.bulk_submission_mentors (submission_id, position, mentor_id)
    SELECT ${id}::uuid, position, mentor_id
    FROM unnest(${[...mentorIds]}::uuid[]) WITH ORDINALITY AS given (mentor_id, position)`
  await notify(database, tx, 'rollcall_work', id)
  await actAs(tx, { userId: viewer.userId })
  return id
}

/**
 * The failed mentors of a finished submission, in the order of the outcomes, whom no retry has registered since or is
 * about to register: so that retrying twice registers nobody twice.
 */
async function readFailedMentors(
  { viewer }: Context,
  tx: Transaction,
  {
    submissionId,
    mentorIds,
    corrected,
  }: { submissionId: string; mentorIds: readonly string[] | null; corrected: boolean },
): Promise<string[]> {
  await actAs(tx, 'rollcall_server')
  // Two retries at once: the second waits here, and then sees the first.
  await tx.$queryRaw`SELECT id FROM public.bulk_submissions WHERE id = ${submissionId}::uuid FOR UPDATE`
  const rows = await tx.$queryRaw<{ mentorId: string }[]>`
    WITH RECURSIVE retry (id) AS (
      SELECT id FROM public.bulk_submissions WHERE retry_of_id = ${submissionId}::uuid
      UNION
      SELECT next.id FROM public.bulk_submissions AS next JOIN retry ON next.retry_of_id = retry.id
    )
    SELECT outcome.mentor_id AS "mentorId"
    FROM public.bulk_submission_outcomes AS outcome
    WHERE outcome.submission_id = ${submissionId}::uuid AND outcome.error_code IS NOT NULL
      AND CASE WHEN ${mentorIds !== null}::boolean THEN outcome.mentor_id = ANY (${[...(mentorIds ?? [])]}::uuid[])
        ELSE outcome.error_code IN ('CANCELLED', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR')
          OR ${corrected}::boolean AND outcome.error_code IN ('DUPLICATE_ACTIVITY', 'ACTIVITY_TYPE_NOT_FOUND') END
      AND NOT EXISTS (
        SELECT FROM public.bulk_submission_mentors AS again
        LEFT JOIN public.bulk_submission_outcomes AS since
          ON since.submission_id = again.submission_id AND since.mentor_id = again.mentor_id
        WHERE again.submission_id IN (SELECT id FROM retry) AND again.mentor_id = outcome.mentor_id
          AND since.error_code IS NULL
      )
    ORDER BY outcome.sequence`
  await actAs(tx, { userId: viewer.userId })
  return rows.map(({ mentorId }) => mentorId)
}
