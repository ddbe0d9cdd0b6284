import { Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'
import { type ActivityRecordFilter, visibleRecords } from './visible-records.ts'

/** What records can be counted by. */
export type StatisticsDimension = 'chapter' | 'activityType' | 'peerMentor' | StatisticsPeriod
export type StatisticsPeriod = 'day' | 'month' | 'year'

export interface StatisticsCounts {
  activities: number
  minutes: number
  /** Different ones; people who have been forgotten are not among them. */
  peerMentors: number
}

/** The counts of the records that agree in the dimensions asked for; what was not asked for is null. */
export interface StatisticsGroup extends StatisticsCounts {
  chapterId: string | null
  activityTypeId: string | null
  peerMentorId: string | null
  /** The first day of the period, such as 2026-03-01. */
  period: string | null
}

const KEYS = {
  chapter: Prisma.sql`record.chapter_id`,
  activityType: Prisma.sql`record.activity_type_id`,
  peerMentor: Prisma.sql`record.peer_mentor_user_id`,
} as const

/**
 * Counts records that were not taken back, with the transaction's rights.
 *
 * @param asked.by the dimensions, at most one of them a period
 * @param asked.timeZone an IANA name: where periods begin
 * @param asked.limit how many groups at most
 * @returns the counts of all of them together, and of each group, by period and then by names in the order of `by`
 */
export async function countStatistics(
  tx: Transaction,
  asked: {
    filter: ActivityRecordFilter
    by: readonly StatisticsDimension[]
    timeZone: string
    limit: number
  },
): Promise<StatisticsCounts & { groups: StatisticsGroup[] }> {
  const { filter, by, timeZone, limit } = asked
  const period = by.find((dimension) => dimension === 'day' || dimension === 'month' || dimension === 'year')
  const keyOf = (dimension: keyof typeof KEYS) =>
    by.includes(dimension) ? KEYS[dimension] : Prisma.sql`NULL::uuid`
  const begin = period
    ? Prisma.sql`date_trunc(${period}, record.recorded_at AT TIME ZONE ${timeZone})`
    : Prisma.sql`NULL::timestamp`
  const records = visibleRecords(
    { ...filter, includeVoided: false },
    (from, where) => Prisma.sql`
      SELECT record.chapter_id, record.activity_type_id, record.peer_mentor_user_id, record.recorded_at, record.duration_minutes
      FROM ${from} WHERE ${where}`,
  )
  const rows = await tx.$queryRaw<(StatisticsGroup & { all: boolean })[]>`
    WITH counted AS MATERIALIZED (
      SELECT ${keyOf('chapter')} AS chapter_id, ${keyOf('activityType')} AS activity_type_id, ${begin} AS begin,
        ${keyOf('peerMentor')} AS group_mentor_id, record.peer_mentor_user_id,
        count(*) AS activities, sum(record.duration_minutes) AS minutes
      FROM (${records}) AS record
      GROUP BY 1, 2, 3, 4, 5
    ), grouped AS (
      SELECT chapter_id, activity_type_id, begin, group_mentor_id, sum(activities)::integer AS activities,
        sum(minutes)::integer AS minutes, count(peer_mentor_user_id)::integer AS people
      FROM counted
      WHERE ${by.length > 0}
      GROUP BY 1, 2, 3, 4
    )
    SELECT true AS "all", NULL::uuid AS "chapterId", NULL::uuid AS "activityTypeId", NULL::uuid AS "peerMentorId",
      NULL AS period, coalesce(sum(activities), 0)::integer AS activities, coalesce(sum(minutes), 0)::integer AS minutes,
      count(DISTINCT peer_mentor_user_id)::integer AS "peerMentors"
    FROM counted
    UNION ALL
    (
      SELECT false, chapter_id, activity_type_id, group_mentor_id, to_char(begin, 'YYYY-MM-DD'), activities, minutes, people
      FROM grouped
      LEFT JOIN public.chapters AS chapter ON chapter.id = chapter_id
      LEFT JOIN public.activity_types AS type ON type.id = activity_type_id
      LEFT JOIN public.profiles AS mentor ON mentor.user_id = group_mentor_id
      ORDER BY ${Prisma.join([Prisma.sql`begin`, ...by.flatMap(namesOf)])}
      LIMIT ${limit}
    )`
  const { activities, minutes, peerMentors } = rows.find(({ all }) => all) ?? {
    activities: 0,
    minutes: 0,
    peerMentors: 0,
  }
  return { activities, minutes, peerMentors, groups: rows.filter(({ all }) => !all) }
}

/** What groups are sorted by; the ids settle ties between people of one name. */
function namesOf(dimension: StatisticsDimension): Prisma.Sql[] {
  if (dimension === 'chapter') return [Prisma.sql`chapter.name`]
  if (dimension === 'activityType') return [Prisma.sql`type.name`]
  return dimension === 'peerMentor' ? [Prisma.sql`mentor.display_name, group_mentor_id`] : []
}
