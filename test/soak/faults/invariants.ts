import assert from 'node:assert/strict'
import { MENTORS } from '../../support/submit-for-all.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import type { Watcher } from '../../support/watcher.ts'

interface StoredOutcome {
  sequence: number
  mentorId: string
  activityId: string | null
  errorCode: string | null
  settledAt: Date
}

export type Expected =
  | 'everybody registered'
  /** Some of them given up, for this reason. */
  | { othersEndAs: string }

/**
 * Holds what is stored of a submission against what must hold of every one, and against what watchers saw of it. On
 * the embedded database no server may have it open.
 *
 * @returns how many mentors were registered
 */
export async function assertWhole(
  database: TestDatabase,
  id: string,
  watchers: Watcher[] = [],
  expected: Expected = 'everybody registered',
  mentorIds = MENTORS,
): Promise<number> {
  const session = await database.openAdministratorSession()
  try {
    const total = mentorIds.length
    const [submission] = await session.run(
      `SELECT total, succeeded, failed, finished_at IS NOT NULL AS finished FROM public.bulk_submissions WHERE id = '${id}'`,
    )
    const outcomes = (await session.run(
      `SELECT sequence, mentor_id AS "mentorId", activity_id AS "activityId", error_code::text AS "errorCode",
        settled_at AS "settledAt" FROM public.bulk_submission_outcomes WHERE submission_id = '${id}' ORDER BY sequence`,
    )) as unknown as StoredOutcome[]
    const registered = outcomes.filter(({ activityId }) => activityId !== null)
    assert.deepEqual(submission, {
      total,
      succeeded: registered.length,
      failed: total - registered.length,
      finished: true,
    })
    assert.deepEqual(
      outcomes.map(({ sequence }) => sequence),
      mentorIds.map((_, index) => index + 1),
    )
    assert.deepEqual(outcomes.map(({ mentorId }) => mentorId).sort(), mentorIds.toSorted())
    assert.deepEqual(
      new Set(outcomes.map(({ errorCode }) => errorCode ?? 'none')),
      new Set(expected === 'everybody registered' ? ['none'] : ['none', expected.othersEndAs]),
    )

    // Linked, and of the submission's template, linked or not: one a mentor, that of the outcome.
    const activities = await session.run(
      `SELECT activity.id, activity.peer_mentor_user_id AS "mentorId", activity.bulk_submission_id = '${id}' AS linked
       FROM public.activity_records AS activity JOIN public.bulk_submissions AS submission
         ON activity.activity_type_id = submission.activity_type_id AND activity.recorded_at = submission.recorded_at
       WHERE submission.id = '${id}' ORDER BY activity.id`,
    )
    assert.deepEqual(
      activities,
      registered
        .map(({ activityId, mentorId }) => ({ id: activityId, mentorId, linked: true }))
        .sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1)),
    )
    assert.deepEqual(
      await session.run(
        `SELECT kind::text, total, succeeded, failed FROM public.proxy_audit_log WHERE submission_id = '${id}'`,
      ),
      [
        {
          kind: 'bulk_submission',
          total,
          succeeded: registered.length,
          failed: total - registered.length,
        },
      ],
    )
    for (const watcher of watchers) assertSeen(watcher, outcomes)
    return registered.length
  } finally {
    await session.close()
  }
}

/** That a watcher saw what is stored, all of it and nothing else. It has checked by itself that each came once. */
function assertSeen({ updates }: Watcher, stored: StoredOutcome[]): void {
  assert.equal(updates.length, stored.length + 1)
  assert.deepEqual(
    updates.slice(0, -1).map(({ outcome }) => ({
      sequence: outcome?.sequence,
      mentorId: outcome?.mentorId,
      activityId: outcome?.activityId,
      errorCode: outcome?.error?.code ?? null,
      settledAt: outcome && new Date(outcome.settledAt),
    })),
    stored,
  )
}
