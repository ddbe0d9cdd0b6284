import type { GraphQLClient } from 'graphql-request'
import { expect } from 'vitest'
import { activitiesAt, auditsOf, type Outcome, outcomesOf, type Submission } from './submission.ts'

/**
 * Expects that a finished submission has one outcome for each mentor, sequences from 1 to the total, one activity for
 * each success, one audit entry, and counts that agree with these.
 *
 * @param coordinator the user who submitted
 * @returns its outcomes
 */
export async function expectWhole(
  client: GraphQLClient,
  submission: Submission,
  { coordinator, mentorIds }: { coordinator: string; mentorIds: readonly string[] },
): Promise<Outcome[]> {
  const { id, total, template } = submission
  const outcomes = await outcomesOf(client, id)
  expect(outcomes.map(({ sequence }) => sequence)).toEqual(mentorIds.map((_, index) => index + 1))
  expect(outcomes.map(({ mentorId }) => mentorId).sort()).toEqual(mentorIds.toSorted())

  const registered = outcomes.filter(({ status }) => status === 'SUCCESS')
  for (const { status, activityId, error } of outcomes) {
    expect([activityId === null, error === null]).toEqual(
      status === 'SUCCESS' ? [false, true] : [true, false],
    )
  }
  const counts = { total, succeeded: registered.length, failed: total - registered.length }
  expect(submission).toMatchObject({ ...counts, completed: total, state: 'FINISHED' })
  expect(submission.finishedAt).not.toBeNull()
  expect(submission.overallStatus).toBe(
    registered.length === 0 ? 'TOTAL_FAILURE' : registered.length === total ? 'SUCCESS' : 'PARTIAL_SUCCESS',
  )

  const activities = await activitiesAt(client, template)
  const mine = activities.filter(({ bulkSubmission }) => bulkSubmission?.id === id)
  expect(mine.map(({ id: activity, peerMentor }) => `${activity} of ${peerMentor?.id}`).sort()).toEqual(
    registered.map(({ activityId, mentorId }) => `${activityId} of ${mentorId}`).sort(),
  )
  for (const { recordedByUserId, durationMinutes, activityType } of mine) {
    expect({ recordedByUserId, durationMinutes, activityType }).toEqual({
      recordedByUserId: coordinator,
      durationMinutes: template.durationMinutes,
      activityType: template.activityType,
    })
  }
  expect(await auditsOf(client, id)).toEqual([
    { kind: 'BULK_SUBMISSION', actingCoordinatorId: coordinator, submissionId: id, ...counts },
  ])
  return outcomes
}
