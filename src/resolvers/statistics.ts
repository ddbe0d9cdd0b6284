import { failureOf } from '../database/failure.ts'
import {
  countStatistics,
  type StatisticsCounts,
  type StatisticsDimension,
  type StatisticsGroup,
} from '../database/statistics.ts'
import type { ActivityRecordFilter } from '../database/visible-records.ts'
import { RequestError } from '../errors.ts'
import type { Context } from './context.ts'

// More than anybody reads, and few enough for one answer.
const MAX_GROUPS = 10_000

/** The counts of all records together, and of each group. */
export type Statistics = StatisticsCounts & { groups: StatisticsGroup[] }

/**
 * Counts the activities that match a filter and were not taken back, and their minutes, with the viewer's rights.
 *
 * @param asked.timeZone an IANA name: days, months and years begin at midnight in this time zone
 * @throws RequestError BAD_USER_INPUT where the time zone is unknown, or there would be more than 10,000 groups
 */
export async function readStatistics(
  context: Context,
  asked: { filter: ActivityRecordFilter; by: readonly StatisticsDimension[]; timeZone: string },
): Promise<Statistics> {
  const statistics = await context
    .asViewer((tx) => countStatistics(tx, { ...asked, limit: MAX_GROUPS + 1 }))
    .catch((error: unknown) => {
      const failure = failureOf(error)
      if (failure.kind === 'refused' && failure.sqlState === UNKNOWN_TIME_ZONE) {
        throw new RequestError('BAD_USER_INPUT', 'timeZone: must be an IANA name, such as Europe/Oslo')
      }
      throw error
    })
  if (statistics.groups.length > MAX_GROUPS) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `groupBy: these are more than ${MAX_GROUPS} groups. Ask for fewer dimensions, longer periods or a shorter time.`,
    )
  }
  return statistics
}

const UNKNOWN_TIME_ZONE = '22023'
