import type { GraphQLClient } from 'graphql-request'
import { demoId } from '../../src/demo-data.ts'
import type {
  ActivityInput,
  BulkRegisterActivitiesInput,
  BulkRegisterMutation,
} from '../generated/graphql.ts'
import { BulkRegister } from './operations/activity-registration.ts'
import { ActivityRecords } from './operations/reads.ts'

type BulkResult = BulkRegisterMutation['bulkRegisterActivities']
/** A result of bulkRegisterActivities in which all rows were saved. */
export type Success = Extract<BulkResult, { __typename: 'BulkRegisterActivitiesSuccess' }>
/** A result of bulkRegisterActivities that names the issues of rows. */
export type Rejection = Extract<BulkResult, { __typename: 'ActivitiesRejectedError' }>

const FIRST_MINUTE = Date.UTC(2025, 0, 1)
let minutes = 0

/** Rows that can be registered, each at a time that no other row of this test file has. */
export function freshRows(count: number, domain = 'oslo.example'): ActivityInput[] {
  return Array.from({ length: count }, (_, index) => ({
    peerMentorUserId: demoId(`mentor${(index % 24) + 1}@${domain}`),
    activityTypeId: demoId('Phone call'),
    recordedAt: new Date(FIRST_MINUTE + minutes++ * 60_000).toISOString(),
    durationMinutes: 30,
  }))
}

/** One such row, with some values replaced. */
export function freshRow(changes: Partial<ActivityInput> = {}): ActivityInput {
  return { ...(freshRows(1)[0] as ActivityInput), ...changes }
}

/** Calls bulkRegisterActivities and returns its result, a success or a failure. */
export async function bulkRegister(
  client: GraphQLClient,
  activities: ActivityInput[],
  options: Omit<BulkRegisterActivitiesInput, 'activities'> = {},
): Promise<BulkResult> {
  return (await client.request(BulkRegister, { input: { activities, ...options } })).bulkRegisterActivities
}

/** Narrows the result to a success; fails the test where it is a failure. */
export function success(result: BulkResult): Success {
  if (result.__typename !== 'BulkRegisterActivitiesSuccess') throw new Error(JSON.stringify(result))
  return result
}

/** Narrows the result to an ActivitiesRejectedError; fails the test where it is anything else. */
export function rejection(result: BulkResult): Rejection {
  if (result.__typename !== 'ActivitiesRejectedError') throw new Error(JSON.stringify(result))
  return result
}

/**
 * How many records there are from the earliest to the latest time of `rows`. Times outside of `freshRows` don't count.
 */
export async function countSaved(client: GraphQLClient, rows: ActivityInput[]): Promise<number> {
  const times = rows.map(({ recordedAt }) => Date.parse(recordedAt)).filter((time) => time >= FIRST_MINUTE)
  const { activityRecords } = await client.request(ActivityRecords, {
    filter: {
      recordedFrom: new Date(Math.min(...times)).toISOString(),
      recordedTo: new Date(Math.max(...times) + 1).toISOString(),
    },
    first: 1,
  })
  return activityRecords.totalCount
}
