import { z } from 'zod'
import type { StatisticsDimension as Dimension, StatisticsGroup } from '../database/statistics.ts'
import { readStatistics, type Statistics } from '../resolvers/statistics.ts'
import { ActivityRecordFilter } from './activity-record.ts'
import { ActivityType } from './activity-type.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { PeerMentor } from './peer-mentor.ts'
import { timeZone } from './text.ts'

// High, because statistics read every record that matches.
const STATISTICS_COST = 1_000
// How many groups the limit on a query's cost reckons with.
const GROUPS = 500

const PERIODS: readonly Dimension[] = ['day', 'month', 'year']

const StatisticsDimension = builder.enumType('StatisticsDimension', {
  description: 'What activities can be grouped by.',
  values: {
    CHAPTER: { value: 'chapter', description: 'The chapter that they count for.' },
    ACTIVITY_TYPE: { value: 'activityType', description: 'Their kind of activity.' },
    PEER_MENTOR: { value: 'peerMentor', description: 'The peer mentor whose activities they are.' },
    DAY: { value: 'day', description: 'The day on which they took place.' },
    MONTH: { value: 'month', description: 'The month in which they took place.' },
    YEAR: { value: 'year', description: 'The year in which they took place.' },
  } as const satisfies Record<string, { value: Dimension; description: string }>,
})

const counts = {
  activities: 'How many activities there are.',
  minutes: 'How long they took in total, in minutes.',
  peerMentors:
    'How many different peer mentors the activities are of. People who have been forgotten are not counted.',
}

const ActivityStatisticsGroup = builder.objectRef<StatisticsGroup>('ActivityStatisticsGroup').implement({
  description: 'The counts of one group. Dimensions that were not asked for are null.',
  fields: (t) => ({
    chapter: t.field({
      type: Chapter,
      nullable: true,
      description: 'The group’s chapter.',
      resolve: ({ chapterId }, _, { loaders }) => (chapterId ? loaders.chapter.load(chapterId) : null),
    }),
    activityType: t.field({
      type: ActivityType,
      nullable: true,
      description: 'The group’s kind of activity.',
      resolve: ({ activityTypeId }, _, { loaders }) =>
        activityTypeId ? loaders.activityType.load(activityTypeId) : null,
    }),
    peerMentor: t.field({
      type: PeerMentor,
      nullable: true,
      description: 'The group’s peer mentor. Also null for the activities of people who have been forgotten.',
      resolve: ({ peerMentorId }, _, { loaders }) =>
        peerMentorId ? loaders.profile.load(peerMentorId) : null,
    }),
    period: t.exposeString('period', {
      nullable: true,
      description: 'The first day of the group’s day, month or year, such as 2026-03-01.',
    }),
    activities: t.exposeInt('activities', { description: counts.activities }),
    minutes: t.exposeInt('minutes', { description: counts.minutes }),
    peerMentors: t.exposeInt('peerMentors', { description: counts.peerMentors }),
  }),
})

const ActivityStatistics = builder.objectRef<Statistics>('ActivityStatistics').implement({
  description: 'Counts of activities, all together and by group.',
  fields: (t) => ({
    activities: t.exposeInt('activities', { description: counts.activities }),
    minutes: t.exposeInt('minutes', { description: counts.minutes }),
    peerMentors: t.exposeInt('peerMentors', { description: counts.peerMentors }),
    groups: t.field({
      type: [ActivityStatisticsGroup],
      complexity: { field: 1, multiplier: GROUPS },
      description:
        'The groups by the dimensions asked for, ordered by period, the earliest first, and then by name; at most 10,000. Empty where `groupBy` is empty.',
      resolve: ({ groups }) => groups,
    }),
  }),
})

builder.queryField('activityStatistics', (t) =>
  t.field({
    type: ActivityStatistics,
    complexity: STATISTICS_COST,
    description:
      'Numbers and minutes of the activities that you may see, in total and by group. Records that were taken back are never counted.',
    args: {
      filter: t.arg({
        type: ActivityRecordFilter,
        description: 'Which activities; all of them where left out.',
      }),
      groupBy: t.arg({
        type: [StatisticsDimension],
        required: true,
        description:
          'The dimensions to group by: each at most once, and at most one of DAY, MONTH and YEAR. With an empty list there are only the totals.',
        validate: z
          .custom<Dimension[]>()
          .refine((by) => new Set(by).size === by.length, 'must name each dimension once')
          .refine(
            (by) => by.filter((dimension) => PERIODS.includes(dimension)).length <= 1,
            'must name at most one of DAY, MONTH and YEAR',
          ),
      }),
      timeZone: t.arg.string({
        defaultValue: 'UTC',
        description:
          'The time zone in which days, months and years begin: an IANA name, such as Europe/Oslo.',
        validate: timeZone,
      }),
    },
    resolve: (_, { filter, groupBy, timeZone: zone }, context) =>
      readStatistics(context, { filter: filter ?? {}, by: groupBy, timeZone: zone ?? 'UTC' }),
  }),
)
