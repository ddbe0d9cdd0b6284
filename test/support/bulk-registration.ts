import type { GraphQLClient } from 'graphql-request'
import { demoId } from '../../demo/data.ts'
import type {
  ActivityInput,
  BulkRegisterActivitiesInput,
  BulkRegisterMutation,
} from '../generated/graphql.ts'
import { BulkRegister } from './operations/activity-registration.ts'
import { ActivityRecords } from './operations/reads.ts'

type BulkResult = BulkRegisterMutation['bulkRegisterActivities']
export type Success = Extract<BulkResult, { __typename: 'BulkRegisterActivitiesSuccess' }>
export type Rejection = Extract<BulkResult, { __typename: 'ActivitiesRejectedError' }>

const FIRST_MINUTE = Date.UTC(2025, 0, 1)
let minutes = 0

/** Rows that can be registered, at times that no other row of this test file has. */
export function freshRows(count: number, domain = 'oslo.example'): ActivityInput[] {
  return Array.from({ length: count }, (_, index) => ({
    peerMentorUserId: demoId(`mentor${(index % 24) + 1}@${domain}`),
    activityTypeId: demoId('Phone call'),
    recordedAt: new Date(FIRST_MINUTE + minutes++ * 60_000).toISOString(),
    durationMinutes: 30,
  }))
}

/** One row of those, with something of it replaced. */
export function freshRow(changes: Partial<ActivityInput> = {}): ActivityInput {
  return { ...(freshRows(1)[0] as ActivityInput), ...changes }
}

/** Calls bulkRegisterActivities and gives its result, whichever it is. */
export async function bulkRegister(
  client: GraphQLClient,
  activities: ActivityInput[],
  options: Omit<BulkRegisterActivitiesInput, 'activities'> = {},
): Promise<BulkResult> {
  return (await client.request(BulkRegister, { input: { activities, ...options } })).bulkRegisterActivities
}

/** The result as a success; fails the test where it is none. */
export function success(result: BulkResult): Success {
  if (result.__typename !== 'BulkRegisterActivitiesSuccess') throw new Error(JSON.stringify(result))
  return result
}

/** The result as a rejection of rows; fails the test where it is none. */
export function rejection(result: BulkResult): Rejection {
  if (result.__typename !== 'ActivitiesRejectedError') throw new Error(JSON.stringify(result))
  return result
}

/** How many records there are in the span of time that fresh rows cover. */
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
