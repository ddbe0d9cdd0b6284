import { expect } from 'vitest'
import { progressOverSse } from './progress-stream.ts'
import type { RunningApp } from './running-app.ts'
import { connect, type ProgressUpdate } from './socket-client.ts'
import type { Outcome, Submission } from './submission.ts'

/** Follows a submission as a demo user, after a sequence, over one of the transports. */
export type Follow = (
  app: RunningApp,
  email: string,
  id: string,
  after?: number,
) => AsyncGenerator<ProgressUpdate, void>

/** Both transports, by name. */
export const TRANSPORTS: [string, Follow][] = [
  [
    'graphql-ws',
    async function* (app, email, id, after) {
      await using client = await connect(app, email)
      yield* client.progress(id, after)
    },
  ],
  ['server-sent events', progressOverSse],
]

/** Reads updates until the stream completes, or until there are as many as wanted. */
export async function take(
  stream: AsyncIterable<ProgressUpdate>,
  wanted = Number.POSITIVE_INFINITY,
): Promise<ProgressUpdate[]> {
  const updates: ProgressUpdate[] = []
  for await (const update of stream) {
    updates.push(update)
    if (updates.length === wanted) break
  }
  return updates
}

/** Computes the updates of a finished submission after a sequence from its stored outcomes. */
export function expectedUpdates(
  submission: Submission,
  outcomes: readonly Outcome[],
  after = 0,
): ProgressUpdate[] {
  const { id, total, succeeded, failed, overallStatus } = submission
  let succeededSoFar = 0
  const updates = outcomes.map((outcome): ProgressUpdate => {
    const { sequence, mentorId, mentor, status, activityId, error, settledAt } = outcome
    if (status === 'SUCCESS') succeededSoFar += 1
    return {
      submissionId: id,
      sequence,
      completed: sequence,
      succeeded: succeededSoFar,
      failed: sequence - succeededSoFar,
      total,
      state: 'RUNNING',
      overallStatus: null,
      outcome: {
        sequence,
        mentorId,
        mentor: mentor ? { id: mentor.id } : null,
        status,
        activityId: activityId ?? null,
        error: error ? { code: error.code, retryable: error.retryable } : null,
        settledAt,
      },
    }
  })
  const last = { submissionId: id, sequence: total, completed: total, succeeded, failed, total }
  return [
    ...updates.slice(after),
    { ...last, state: 'FINISHED', overallStatus: overallStatus ?? expect.unreachable(), outcome: null },
  ]
}
