import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import type {
  ActivityInput,
  ActivityRecordFilter,
  ActivityRecordsQueryVariables,
} from '../generated/graphql.ts'
import { bulkRegister, freshRow, freshRows, success } from '../support/bulk-registration.ts'
import { everyPage } from '../support/every-page.ts'
import { ActivityRecords } from '../support/operations/reads.ts'
import { refusalOf } from '../support/refusal.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'

let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
let mentor: GraphQLClient
let osloRows: ActivityInput[]
let osloIds: string[]
let bergenIds: string[]
beforeAll(async () => {
  app = await startApp()
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
  mentor = await app.client('mentor1@oslo.example')
  // 48 rows: two of each of Oslo's mentors, of two types in turn, the last four at one moment.
  const rows = freshRows(48)
  const last = rows[47]?.recordedAt as string
  osloRows = rows.map((row, index) => ({
    ...row,
    ...(index % 2 ? { activityTypeId: demoId('Home visit') } : {}),
    ...(index >= 44 ? { recordedAt: last } : {}),
  }))
  osloIds = success(await bulkRegister(oslo, osloRows)).activityIds
  bergenIds = success(await bulkRegister(bergen, freshRows(30, 'bergen.example'))).activityIds
})
afterAll(() => app.stop())

const list = async (client: GraphQLClient, variables: ActivityRecordsQueryVariables = {}) =>
  (await client.request(ActivityRecords, variables)).activityRecords
const found = async (filter: ActivityRecordFilter, client = oslo) => {
  const { totalCount, edges } = await list(client, { filter, first: 200 })
  expect(totalCount).toBe(edges.length)
  return new Set(edges.map(({ node }) => node.id))
}
const idsWhere = (holds: (row: ActivityInput, index: number) => boolean) =>
  new Set(osloIds.filter((_, index) => holds(osloRows[index] as ActivityInput, index)))

describe('activityRecords', () => {
  it('are the latest first, those of one moment by id, with all that was registered', async () => {
    const { edges, totalCount } = await list(oslo, { first: 200 })
    expect(totalCount).toBe(48)
    const order = edges.map(({ node }) => `${node.recordedAt} ${node.id}`)
    expect(order).toEqual(order.toSorted().reverse())
    const last = edges.at(-1)?.node
    expect(last).toMatchObject({
      id: osloIds[0],
      recordedAt: osloRows[0]?.recordedAt,
      durationMinutes: 30,
      recordedByUserId: demoId('coordinator@oslo.example'),
      peerMentor: { id: osloRows[0]?.peerMentorUserId, chapters: [{ name: 'Oslo' }] },
      activityType: { id: demoId('Phone call'), name: 'Phone call' },
    })
    expect(Math.abs(Date.now() - Date.parse(last?.createdAt ?? ''))).toBeLessThan(60_000)
  })

  it('are for each coordinator those of the own mentors, for a mentor the own, for others none', async () => {
    expect(await found({}, oslo)).toEqual(new Set(osloIds))
    expect(await found({}, bergen)).toEqual(new Set(bergenIds))
    expect(await found({}, mentor)).toEqual(
      idsWhere(({ peerMentorUserId }) => peerMentorUserId === demoId('mentor1@oslo.example')),
    )
    expect(await found({}, await app.client('coordinator@tromso.example'))).toEqual(new Set())
    expect(await found({}, await app.client('stranger@nowhere.example'))).toEqual(new Set())
  })

  it('name to a mentor the type and themselves, though they see nobody else', async () => {
    const [edge] = (await list(mentor)).edges
    expect(edge?.node.peerMentor).toMatchObject({
      id: demoId('mentor1@oslo.example'),
      chapters: [{ name: 'Oslo' }],
    })
  })
})

describe('the filter', () => {
  it('keeps to ids, and shows none of somebody else’s among them', async () => {
    const ids = [osloIds[3], bergenIds[0], osloIds[40], NOBODY] as string[]
    expect(await found({ ids })).toEqual(new Set([osloIds[3], osloIds[40]]))
    expect(await found({ ids: ids.map((id) => id.toUpperCase()) })).toEqual(
      new Set([osloIds[3], osloIds[40]]),
    )
    expect(await found({ ids }, bergen)).toEqual(new Set([bergenIds[0]]))
    expect(await found({ ids: [] })).toEqual(new Set())
    expect(await found({ ids: [...osloIds, ...Array(152).fill(NOBODY)] })).toEqual(new Set(osloIds))
  })

  it('keeps to a mentor', async () => {
    const peerMentorUserId = demoId('mentor5@oslo.example')
    expect(await found({ peerMentorUserId })).toEqual(
      idsWhere((row) => row.peerMentorUserId === peerMentorUserId),
    )
    expect(await found({ peerMentorUserId }, bergen)).toEqual(new Set())
    expect(await found({ peerMentorUserId: NOBODY })).toEqual(new Set())
  })

  it('keeps to a type', async () => {
    const activityTypeId = demoId('Home visit')
    expect(await found({ activityTypeId })).toEqual(idsWhere((_, index) => index % 2 === 1))
    expect(await found({ activityTypeId: demoId('Video call') })).toEqual(new Set())
  })

  it('keeps to a span of time, its beginning included and its end not', async () => {
    const recordedFrom = osloRows[10]?.recordedAt as string
    const recordedTo = osloRows[20]?.recordedAt as string
    expect(await found({ recordedFrom })).toEqual(idsWhere((_, index) => index >= 10))
    expect(await found({ recordedTo })).toEqual(idsWhere((_, index) => index < 20))
    expect(await found({ recordedFrom, recordedTo })).toEqual(
      idsWhere((_, index) => index >= 10 && index < 20),
    )
    expect(await found({ recordedFrom: recordedTo, recordedTo: recordedFrom })).toEqual(new Set())
    const elsewhere = recordedFrom.replace('.000Z', '-00:00')
    expect(await found({ recordedFrom: elsewhere })).toEqual(idsWhere((_, index) => index >= 10))
  })

  it('takes every moment that can be written', async () => {
    expect(
      await found({ recordedFrom: '0001-01-01T00:00:00Z', recordedTo: '9999-12-31T23:59:59.999Z' }),
    ).toEqual(new Set(osloIds))
  })

  it('wants all that it names to hold', async () => {
    const filter = {
      ids: osloIds.slice(0, 30),
      peerMentorUserId: demoId('mentor2@oslo.example'),
      activityTypeId: demoId('Home visit'),
      recordedFrom: osloRows[2]?.recordedAt as string,
    }
    expect(await found(filter)).toEqual(new Set([osloIds[25]]))
  })

  it('wants nothing where its fields are null', async () => {
    const nothing = {
      ids: null,
      peerMentorUserId: null,
      activityTypeId: null,
      recordedFrom: null,
      recordedTo: null,
    }
    expect(await found(nothing)).toEqual(new Set(osloIds))
    expect((await list(oslo, { filter: null })).totalCount).toBe(48)
  })

  it.each<[ActivityRecordFilter, string]>([
    [{ ids: ['x'] }, 'filter.ids.0: must be a UUID'],
    [{ ids: [NOBODY, '\0'] }, 'filter.ids.1: must be a UUID'],
    [{ ids: Array(201).fill(NOBODY) }, 'filter.ids: must name at most 200 records'],
    [{ peerMentorUserId: 'mentor1@oslo.example' }, 'filter.peerMentorUserId: must be a UUID'],
    [{ activityTypeId: '' }, 'filter.activityTypeId: must be a UUID'],
  ])('is refused as a mistake of the request: %j', async (filter, message) => {
    expect((await refusalOf(list(oslo, { filter }))).errors).toEqual([
      { code: 'BAD_USER_INPUT', message, path: ['activityRecords'] },
    ])
  })

  it('is refused with the place of a malformed moment', async () => {
    const { errors } = await refusalOf(list(oslo, { filter: { recordedFrom: '2025-01-01' } }))
    expect(errors[0]).toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(errors[0]?.message).toContain('filter.recordedFrom')
  })
})

describe('paging through activityRecords', () => {
  it.each([1, 47, 48, 49])('meets every record once and in order, %i at a time', async (first) => {
    const whole = (await list(oslo, { first: 200 })).edges.map(({ node }) => node.id)
    const pages = await everyPage((after) => list(oslo, { first, after }))
    expect(pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))).toEqual(whole)
    expect(pages).toHaveLength(Math.ceil(48 / first))
  })

  it('keeps the filter from page to page', async () => {
    const filter = { activityTypeId: demoId('Home visit') }
    const pages = await everyPage((after) => list(oslo, { filter, first: 5, after }))
    expect(pages.flatMap(({ edges }) => edges.map(({ node }) => node.id)).toSorted()).toEqual(
      [...(await found(filter))].toSorted(),
    )
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(Array(5).fill(24))
  })

  it('neither repeats nor misses any while others are registered before and after', async () => {
    const before = (await list(bergen, { first: 200 })).edges.map(({ node }) => node.id)
    const recordedAt = (offset: number) => new Date(Date.UTC(2024, 0, 1) + offset * 1000).toISOString()
    let count = 0
    const earlier: string[] = []
    const pages = await everyPage(async (after) => {
      const page = await list(bergen, { first: 4, after })
      count++
      const added = success(
        await bulkRegister(bergen, [
          freshRow({ peerMentorUserId: demoId('mentor1@bergen.example') }),
          freshRow({ peerMentorUserId: demoId('mentor1@bergen.example'), recordedAt: recordedAt(-count) }),
        ]),
      ).activityIds
      expect(added).toHaveLength(2)
      earlier.push(added[1] as string)
      return page
    })
    const met = pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))
    expect(new Set(met).size).toBe(met.length)
    expect(met.slice(0, before.length)).toEqual(before)
    expect(earlier).toEqual(expect.arrayContaining(met.slice(before.length)))
  })
})
