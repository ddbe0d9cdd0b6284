import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import type { StatisticsQueryVariables } from '../generated/graphql.ts'
import { addPeople } from '../support/added-people.ts'
import { bulkRegister, freshRow, success } from '../support/bulk-registration.ts'
import { VoidActivities } from '../support/operations/voiding.ts'
import { refusalOf } from '../support/refusal.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

const Statistics = graphql(`
  query Statistics($filter: ActivityRecordFilter, $groupBy: [StatisticsDimension!]!, $timeZone: String) {
    activityStatistics(filter: $filter, groupBy: $groupBy, timeZone: $timeZone) {
      activities
      minutes
      peerMentors
      groups {
        chapter { name }
        activityType { name }
        peerMentor { displayName }
        period
        activities
        minutes
        peerMentors
      }
    }
  }
`)

const COORDINATOR = 'coordinator@two.example'

let app: RunningApp
let oslo: GraphQLClient
let both: GraphQLClient
beforeAll(async () => {
  app = await startApp({}, (database) =>
    addPeople(database, [
      {
        id: demoId(COORDINATOR),
        displayName: 'Both Of Them',
        memberships: { Oslo: ['coordinator', 'peer_mentor'], Bergen: ['coordinator'] },
      },
    ]),
  )
  oslo = await app.client('coordinator@oslo.example')
  both = await app.client(COORDINATOR)
  const row = (mentor: string, recordedAt: string, durationMinutes: number, type = 'Phone call') =>
    freshRow({ peerMentorUserId: demoId(mentor), recordedAt, durationMinutes, activityTypeId: demoId(type) })
  success(
    await bulkRegister(oslo, [
      // Half past eleven in the evening in UTC is the next day in Oslo, summer and winter.
      row('mentor1@oslo.example', '2025-12-31T23:30:00Z', 10),
      row('mentor1@oslo.example', '2026-03-28T23:30:00Z', 20), // the clocks go forward that night
      row('mentor2@oslo.example', '2026-03-29T21:59:00Z', 40),
      row('mentor2@oslo.example', '2026-03-29T22:01:00Z', 80, 'Home visit'),
    ]),
  )
  const bergen = await app.client('coordinator@bergen.example')
  success(await bulkRegister(bergen, [row('mentor1@bergen.example', '2026-03-10T12:00:00Z', 5)]))
  const own = row(COORDINATOR, '2026-03-11T12:00:00Z', 160)
  success(await bulkRegister(both, [own]))
  const [taken = ''] = success(
    await bulkRegister(oslo, [row('mentor3@oslo.example', '2026-03-01T00:00:00Z', 1000)]),
  ).activityIds
  await oslo.request(VoidActivities, { input: { activityIds: [taken], reason: 'never was' } })
})
afterAll(() => app.stop())

const ask = async (client: GraphQLClient, variables: StatisticsQueryVariables) =>
  (await client.request(Statistics, variables)).activityStatistics
const nothing = { chapter: null, activityType: null, peerMentor: null, period: null }

describe('statistics', () => {
  it('count activities, minutes and people, without what was taken back', async () => {
    expect(await ask(oslo, { groupBy: [] })).toEqual({
      activities: 5,
      minutes: 310,
      peerMentors: 3,
      groups: [],
    })
    const { activities } = await ask(oslo, { groupBy: [], filter: { includeVoided: true } })
    expect(activities).toBe(5)
  })

  it('keep to what the caller may see, and count nothing twice', async () => {
    expect(await ask(both, { groupBy: ['CHAPTER'] })).toEqual({
      activities: 6,
      minutes: 315,
      peerMentors: 4,
      groups: [
        { ...nothing, chapter: { name: 'Bergen' }, activities: 1, minutes: 5, peerMentors: 1 },
        { ...nothing, chapter: { name: 'Oslo' }, activities: 5, minutes: 310, peerMentors: 3 },
      ],
    })
    const mentor = await app.client('mentor2@oslo.example')
    expect(await ask(mentor, { groupBy: [] })).toMatchObject({
      activities: 2,
      minutes: 120,
      peerMentors: 1,
    })
    const stranger = await app.client('coordinator@tromso.example')
    expect(await ask(stranger, { groupBy: ['MONTH'] })).toEqual({
      activities: 0,
      minutes: 0,
      peerMentors: 0,
      groups: [],
    })
  })

  it('begin days, months and years where the time zone says, also when the clocks change', async () => {
    const periods = async (groupBy: 'DAY' | 'MONTH' | 'YEAR', timeZone?: string) =>
      (await ask(oslo, { groupBy: [groupBy], timeZone })).groups.map(({ period, minutes }) => [
        period,
        minutes,
      ])
    expect(await periods('DAY', 'Europe/Oslo')).toEqual([
      ['2026-01-01', 10],
      ['2026-03-11', 160],
      ['2026-03-29', 60],
      ['2026-03-30', 80],
    ])
    expect(await periods('DAY')).toEqual([
      ['2025-12-31', 10],
      ['2026-03-11', 160],
      ['2026-03-28', 20],
      ['2026-03-29', 120],
    ])
    expect(await periods('MONTH', 'Europe/Oslo')).toEqual([
      ['2026-01-01', 10],
      ['2026-03-01', 300],
    ])
    expect(await periods('YEAR')).toEqual([
      ['2025-01-01', 10],
      ['2026-01-01', 300],
    ])
  })

  it('order groups by period, then by names as they were asked for', async () => {
    const { groups } = await ask(oslo, {
      groupBy: ['ACTIVITY_TYPE', 'YEAR', 'PEER_MENTOR'],
      timeZone: 'Europe/Oslo',
      filter: { recordedFrom: '2026-03-01T00:00:00Z' },
    })
    expect(
      groups.map(({ activityType, peerMentor, minutes }) => [
        activityType?.name,
        peerMentor?.displayName,
        minutes,
      ]),
    ).toEqual([
      ['Home visit', 'Bjørn Andersen', 80],
      ['Phone call', 'Anne Andersen', 20],
      ['Phone call', 'Bjørn Andersen', 40],
      ['Phone call', 'Both Of Them', 160],
    ])
    expect(new Set(groups.map(({ period }) => period))).toEqual(new Set(['2026-01-01']))
  })

  it('take every filter that lists of records take', async () => {
    const counted = async (filter: StatisticsQueryVariables['filter']) =>
      (await ask(both, { groupBy: [], filter })).minutes
    expect(await counted({ chapterId: demoId('Bergen') })).toBe(5)
    expect(await counted({ chapterId: demoId('Tromsø') })).toBe(0)
    expect(await counted({ peerMentorUserId: demoId('mentor2@oslo.example') })).toBe(120)
    expect(
      await counted({ peerMentorUserId: demoId('mentor2@oslo.example'), chapterId: demoId('Bergen') }),
    ).toBe(0)
    expect(await counted({ activityTypeId: demoId('Home visit') })).toBe(80)
    expect(await counted({ recordedTo: '2026-01-01T00:00:00Z' })).toBe(10)
    expect(await counted({ ids: [] })).toBe(0)
    expect(await counted({ bulkSubmissionId: demoId('no submission') })).toBe(0)
  })

  it.each<[StatisticsQueryVariables, string]>([
    [{ groupBy: ['DAY', 'YEAR'] }, 'groupBy: must name at most one of DAY, MONTH and YEAR'],
    [{ groupBy: ['CHAPTER', 'CHAPTER'] }, 'groupBy: must name each dimension once'],
    [{ groupBy: ['DAY'], timeZone: 'Europe/Nowhere' }, 'timeZone: must be an IANA name, such as Europe/Oslo'],
    [{ groupBy: ['DAY'], timeZone: '+02' }, 'timeZone: must be an IANA name, such as Europe/Oslo'],
    [{ groupBy: [], filter: { chapterId: 'x' } }, 'filter.chapterId: must be a UUID'],
  ])('refuse %j as a mistake of the request', async (variables, message) => {
    const { errors } = await refusalOf(ask(oslo, variables))
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message }])
  })
})
