import { Prisma } from './generated/client.ts'
import type { Transaction } from './transaction.ts'
import { type ActivityRecordFilter, visibleRecords } from './visible-records.ts'

/** What records can be grouped by. */
export type StatisticsDimension = 'chapter' | 'activityType' | 'peerMentor' | StatisticsPeriod
/** Lengths of the periods that records can be grouped by. */
export type StatisticsPeriod = 'day' | 'month' | 'year'

/** The counts of a set of records. */
export interface StatisticsCounts {
  activities: number
  /** How long the activities took in total. */
  minutes: number
  /** How many different peer mentors the activities are of; people who have been forgotten are not counted. */
  peerMentors: number
}

/** The counts of the records with the same values in the dimensions asked for; the other dimensions are null. */
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
 * Counts the records that match a filter and were not taken back, with the transaction's rights.
 *
 * @param asked.by the dimensions, at most one of them a period
 * @param asked.timeZone an IANA name: periods begin at midnight in this time zone
 * @param asked.limit how many groups at most
 * @returns the counts of all records together and of each group; groups by period, then by names in the order of `by`
 * @throws an error with SQLSTATE 22023, as failureOf reads it, where the time zone is unknown
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
  const counting = { ...filter, includeVoided: false }
  const keyOf = (dimension: keyof typeof KEYS) =>
    by.includes(dimension) ? KEYS[dimension] : Prisma.sql`NULL::uuid`
  const period = by.find((dimension) => dimension === 'day' || dimension === 'month' || dimension === 'year')
  // A binary search among the moments at which periods begin takes a tenth of the time that it takes to convert each
  // record's time to the time zone.
  const bucket = period
    ? Prisma.sql`width_bucket(record.recorded_at, (SELECT moments FROM periods))`
    : Prisma.sql`NULL::integer`
  const edges = visibleRecords(
    counting,
    (from, where) => Prisma.sql`
      (SELECT record.recorded_at FROM ${from} WHERE ${where} ORDER BY record.recorded_at LIMIT 1)
      UNION ALL (SELECT record.recorded_at FROM ${from} WHERE ${where} ORDER BY record.recorded_at DESC LIMIT 1)`,
    Prisma.empty,
  )
  const records = visibleRecords(
    counting,
    (from, where) => Prisma.sql`
      SELECT ${bucket} AS bucket, ${keyOf('chapter')} AS chapter_id, ${keyOf('activityType')} AS activity_type_id,
        ${keyOf('peerMentor')} AS mentor_id, record.peer_mentor_user_id, record.duration_minutes
      FROM ${from} WHERE ${where}`,
  )
  // count(DISTINCT …) has to sort, and transactions turn sorting off (see actAs).
  await tx.$queryRaw`SELECT set_config('enable_sort', 'on', true), set_config('work_mem', '64MB', true)`
  const rows = await tx.$queryRaw<(StatisticsGroup & { all: boolean })[]>`
    WITH periods AS MATERIALIZED (
      SELECT array_agg(local AT TIME ZONE ${timeZone} ORDER BY local) AS moments, array_agg(local ORDER BY local) AS locals
      FROM (SELECT min(recorded_at) AS first, max(recorded_at) AS last FROM (${edges}) AS edge) AS whole
      CROSS JOIN LATERAL generate_series(
        date_trunc(${period ?? 'year'}, whole.first AT TIME ZONE ${timeZone}), whole.last AT TIME ZONE ${timeZone},
        ${`1 ${period ?? 'year'}`}::interval
      ) AS local
    ), records AS MATERIALIZED (
      ${records}
    ), grouped AS (
      SELECT bucket, chapter_id, activity_type_id, mentor_id, count(*)::integer AS activities,
        sum(duration_minutes)::integer AS minutes, count(DISTINCT peer_mentor_user_id)::integer AS people
      FROM records
      WHERE ${by.length > 0}
      GROUP BY 1, 2, 3, 4
    )
    SELECT true AS "all", NULL::uuid AS "chapterId", NULL::uuid AS "activityTypeId", NULL::uuid AS "peerMentorId",
      NULL AS period, count(*)::integer AS activities, coalesce(sum(duration_minutes), 0)::integer AS minutes,
      count(DISTINCT peer_mentor_user_id)::integer AS "peerMentors"
    FROM records
    UNION ALL
    (
      SELECT false, chapter_id, activity_type_id, mentor_id, to_char((SELECT locals FROM periods)[bucket], 'YYYY-MM-DD'),
        activities, minutes, people
      FROM grouped
      LEFT JOIN public.chapters AS chapter ON chapter.id = chapter_id
      LEFT JOIN public.activity_types AS type ON type.id = activity_type_id
      LEFT JOIN public.profiles AS mentor ON mentor.user_id = mentor_id
      ORDER BY ${Prisma.join([Prisma.sql`bucket`, ...by.flatMap(namesOf)])}
      LIMIT ${limit}
    )`
  const { activities, minutes, peerMentors } = rows.find(({ all }) => all) ?? {
    activities: 0,
    minutes: 0,
    peerMentors: 0,
  }
  return { activities, minutes, peerMentors, groups: rows.filter(({ all }) => !all) }
}

/** What groups are sorted by. People of the same name are sorted by id. */
function namesOf(dimension: StatisticsDimension): Prisma.Sql[] {
  if (dimension === 'chapter') return [Prisma.sql`chapter.name`]
  if (dimension === 'activityType') return [Prisma.sql`type.name`]
  return dimension === 'peerMentor' ? [Prisma.sql`mentor.display_name, mentor_id`] : []
}
