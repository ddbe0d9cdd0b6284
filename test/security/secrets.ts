import { demoId } from '../../src/demo-data.ts'
import type { ActivityInput } from '../generated/graphql.ts'
import { bulkRegister, freshRow, success } from '../support/bulk-registration.ts'
import { ActivityRecords, PeerMentors } from '../support/operations/reads.ts'
import type { RunningApp } from '../support/running-app.ts'
import { freshTemplate, submitToTheEnd } from '../support/submission.ts'

/** What a question may speak of: all of it somebody else's, or none of it anybody's. */
export interface Things {
  mentor: string
  coordinator: string
  chapter: string
  record: string
  submission: string
  idempotencyKey: string
  /** A time at which the mentor has an activity. */
  recordedAt: string
  /** A part of a name. */
  search: string
  recordCursor: string
  mentorCursor: string
}

/** A row that was registered, and the key it was registered with. */
export interface Kept {
  row: ActivityInput
  idempotencyKey: string
}

const BERGEN = 'coordinator@bergen.example'

/** Lets Bergen's coordinator do something of everything. */
export async function makeSecrets(app: RunningApp): Promise<{ theirs: Things; nobodys: Things; kept: Kept }> {
  const bergen = await app.client(BERGEN)
  const mentor = demoId('mentor1@bergen.example')
  const kept = { row: freshRow({ peerMentorUserId: mentor }), idempotencyKey: 'the key of Bergen' }
  const [record = ''] = success(
    await bulkRegister(bergen, [kept.row], { idempotencyKey: kept.idempotencyKey }),
  ).activityIds
  const { id: submission } = await submitToTheEnd(bergen, [mentor], {
    template: freshTemplate(),
    idempotencyKey: kept.idempotencyKey,
  })
  const { activityRecords } = await bergen.request(ActivityRecords, { filter: { ids: [record] } })
  const { peerMentors } = await bergen.request(PeerMentors, { first: 1, search: 'Berg' })
  const recordCursor = activityRecords.edges[0]?.cursor ?? ''
  const mentorCursor = peerMentors.edges[0]?.cursor ?? ''
  const theirs: Things = {
    mentor,
    coordinator: demoId(BERGEN),
    chapter: demoId('Bergen'),
    record,
    submission,
    idempotencyKey: kept.idempotencyKey,
    recordedAt: kept.row.recordedAt,
    search: 'Berg',
    recordCursor,
    mentorCursor,
  }
  const nobodys: Things = {
    mentor: demoId('no mentor'),
    coordinator: demoId('no coordinator'),
    chapter: demoId('no chapter'),
    record: demoId('no record'),
    submission: demoId('no submission'),
    idempotencyKey: 'the key of nobody',
    recordedAt: new Date(Date.parse(kept.row.recordedAt) - 1).toISOString(),
    search: 'Xyzw',
    recordCursor: withId(recordCursor, 'ffffffff-ffff-8fff-afff-ffffffffffff'),
    mentorCursor: withId(mentorCursor, '00000000-0000-8000-a000-000000000000'),
  }
  return { theirs, nobodys, kept }
}

/** The cursor of a row that there is not, just before one that there is. */
function withId(cursor: string, id: string): string {
  const [list, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  return Buffer.from(JSON.stringify([list, place, id])).toString('base64url')
}
