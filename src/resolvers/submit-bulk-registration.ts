import type { BulkSubmission } from '../database/generated/client.ts'
import { answerOnce } from '../database/idempotency.ts'
import {
  type ActivityTemplate,
  acceptSubmission,
  assertCoordinator,
  assertTemplate,
  mentorsToRetry,
  submissionChapter,
} from '../database/submission-requests.ts'
import type { Transaction } from '../database/transaction.ts'
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

/** One activity for many mentors, as a client gives it. */
export interface SubmissionGiven {
  /** UUIDs in lower case. */
  mentorIds: readonly string[]
  template: ActivityTemplate
  /** A chapter that the viewer coordinates; where left out, their only one, or none if they coordinate several. */
  chapterId?: string | null | undefined
}

/**
 * Accepts a submission: one activity for many mentors. Once accepted it is run to its end, by another server if this
 * one stops.
 *
 * @throws EmptySelectionError, SelectionTooLargeError, DuplicateMentorsError, InvalidTemplateError,
 *   PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function submitBulkRegistration(
  context: Context,
  given: SubmissionGiven & { idempotencyKey: string | null },
): Promise<BulkSubmission> {
  const { mentorIds, template, idempotencyKey } = given
  const named = given.chapterId ?? undefined
  assertSelection(mentorIds, context.env.maxSelection)
  return accept(
    context,
    { operation: 'submitBulkRegistration', key: idempotencyKey, request: { mentorIds, template, named } },
    async (tx) => {
      const chapterId = await admitSubmission(tx, template, named)
      return insert(context, tx, { chapterId, mentorIds, template, retryOfId: null })
    },
  )
}

/**
 * Checks everything about a submission of the transaction's user that does not depend on its mentors.
 *
 * @param named the chapter that the client named
 * @returns the chapter that it is for; null where they coordinate several and named none
 * @throws InvalidTemplateError, PermissionDeniedError
 */
export async function admitSubmission(
  tx: Transaction,
  template: ActivityTemplate,
  named: string | undefined,
): Promise<string | null> {
  await assertCoordinator(tx)
  await assertTemplate(tx, template, named)
  return submissionChapter(tx, named)
}

/**
 * Accepts a new submission of mentors that failed in an earlier one.
 *
 * @param given.mentorIds only these of the failed ones; null for those whose failure is retryable and, with a corrected
 *   template, those whose failure it may cure
 * @param given.template corrected details; null for those of the earlier submission
 * @throws NotFoundError, NothingToRetryError, InvalidTemplateError, PermissionDeniedError, IdempotencyKeyReusedError
 */
export async function retryFailedMentors(
  context: Context,
  given: {
    submissionId: string
    mentorIds: readonly string[] | null
    template: ActivityTemplate | null
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
    const chapterId = retried.chapterId ?? (await submissionChapter(tx, undefined))
    await assertCoordinator(tx)
    if (template) await assertTemplate(tx, template, chapterId ?? undefined)
    const { userId } = context.viewer
    const selected = await mentorsToRetry(tx, userId, {
      submissionId,
      mentorIds,
      corrected: template !== null,
    })
    if (selected.length === 0) {
      throw new NothingToRetryError(
        'No mentor of this submission is left to retry. Mentors whose failure is not retryable need a corrected template, or must be named in mentorIds.',
      )
    }
    return insert(context, tx, {
      chapterId,
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
  context.events.emit('work')
  return submission
}

/**
 * Checks the selection of a submission: not empty, at most `limit` mentors, each once.
 *
 * @throws EmptySelectionError, SelectionTooLargeError, DuplicateMentorsError
 */
export function assertSelection(mentorIds: readonly string[], limit: number): void {
  if (mentorIds.length === 0) throw new EmptySelectionError()
  if (mentorIds.length > limit) throw new SelectionTooLargeError(limit, mentorIds.length)
  const seen = new Set<string>()
  const repeated = new Set(mentorIds.filter((id) => seen.size === seen.add(id).size))
  if (repeated.size > 0) throw new DuplicateMentorsError([...repeated])
}

async function insert(
  { viewer, env: { maxActiveSubmissions } }: Context,
  tx: Transaction,
  submission: Parameters<typeof acceptSubmission>[2],
): Promise<string> {
  const id = await acceptSubmission(tx, viewer.userId, submission, maxActiveSubmissions)
  if (id !== undefined) return id
  throw new RequestError(
    'RATE_LIMITED',
    `At most ${maxActiveSubmissions} submissions of yours may run at once. Wait until one has finished.`,
  )
}
