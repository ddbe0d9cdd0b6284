import type { BulkSubmission } from '../database/generated/client.ts'
import { answerOnce } from '../database/idempotency.ts'
import {
  acceptSubmission,
  assertCoordinator,
  assertTemplate,
  mentorsToRetry,
  type SubmissionTemplate,
  submissionChapter,
} from '../database/submission-checks.ts'
import { actAs, type Transaction } from '../database/transaction.ts'
import {
  DuplicateMentorsError,
  EmptySelectionError,
  NothingToRetryError,
  RequestError,
  SelectionTooLargeError,
} from '../errors.ts'
import type { Context } from './context.ts'

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
      const chapterId = await submissionChapter(tx, null)
      await assertTemplate(tx, { ...template, chapterId })
      return insertSubmission(context, tx, {
        mentorIds,
        template: { ...template, chapterId },
        retryOfId: null,
      })
    },
  )
}

/**
 * Accepts a new submission of mentors that failed in an earlier one.
 *
 * @param given.mentorIds only these of the failed ones; where left out, those for whom another try may well succeed
 * @param given.template corrected details; the earlier ones where left out
 * @throws RequestError NOT_FOUND where the viewer has no such submission; NothingToRetryError, InvalidTemplateError,
 *   PermissionDeniedError, IdempotencyKeyReusedError
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
  const { submissionId, mentorIds, template, idempotencyKey } = given
  const request = { submissionId, mentorIds, template }
  return accept(context, { operation: 'retryFailedMentors', key: idempotencyKey, request }, async (tx) => {
    const retried = await tx.bulkSubmission.findUnique({ where: { id: submissionId } })
    if (!retried) throw new RequestError('NOT_FOUND', 'There is no such submission of yours.')
    if (!retried.finishedAt) {
      throw new NothingToRetryError(
        'The submission is still running. Wait until it has finished, then retry.',
      )
    }
    await assertCoordinator(tx)
    const { chapterId } = retried
    if (template) await assertTemplate(tx, { ...template, chapterId })
    await actAs(tx, 'rollcall_server')
    const selected = await mentorsToRetry(tx, { submissionId, mentorIds, corrected: template !== null })
    await actAs(tx, { userId: context.viewer.userId })
    if (selected.length === 0) {
      throw new NothingToRetryError(
        'No mentor of this submission is left to retry. Those whose failure would only repeat itself need a corrected template, or to be named.',
      )
    }
    return insertSubmission(context, tx, {
      mentorIds: selected,
      template: { ...(template ?? retried), chapterId },
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
  { viewer, maxActiveSubmissions }: Context,
  tx: Transaction,
  given: { mentorIds: readonly string[]; template: SubmissionTemplate; retryOfId: string | null },
): Promise<string> {
  await actAs(tx, 'rollcall_server')
  const id = await acceptSubmission(tx, {
    ...given,
    actingCoordinatorId: viewer.userId,
    mostActive: maxActiveSubmissions,
  })
  await actAs(tx, { userId: viewer.userId })
  if (id !== null) return id
  throw new RequestError(
    'RATE_LIMITED',
    `At most ${maxActiveSubmissions} submissions of yours may run at once. Wait until one has finished.`,
  )
}
