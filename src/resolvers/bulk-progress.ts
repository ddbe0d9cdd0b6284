import type { Context } from './context.ts'
import { readId } from './id.ts'
import { type SubmissionProgress, submissionNotFound } from './progress-page.ts'

export type { SubmissionProgress } from './progress-page.ts'

/**
 * Follows a submission: an update for each settled mentor in sequence, then a last one when the submission has
 * finished.
 *
 * @param given.after the last sequence that the client has; 0 for all updates
 * @throws RequestError NOT_FOUND where there is no such submission that the viewer may see
 */
export async function bulkProgress(
  context: Context,
  given: { submissionId: string; after: number },
): Promise<AsyncIterable<SubmissionProgress>> {
  const submissionId = readId(given.submissionId)
  if (!submissionId) throw submissionNotFound()
  return context.feeds.watch(context, submissionId, given.after)
}
