import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../prisma/demo.ts'
import type { ActivityInput, RowIssueCode } from './generated/graphql.ts'
import { ActivityRecords } from './graphql/reads.ts'
import { bulkRegister, rejection } from './support/bulk-registration.ts'
import { type RunningApp, startApp } from './support/running-app.ts'

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await startApp()
  oslo = await app.client('coordinator@oslo.example')
})
afterAll(() => app.stop())

const caller = demoId('coordinator@oslo.example')
const mentors = Array.from({ length: 24 }, (_, index) => demoId(`mentor${index + 1}@oslo.example`))
const types = ['Phone call', 'Home visit'].map(demoId)
const unknown = '99999999-9999-9999-9999-999999999999'
const malformed = [
  '',
  'x',
  '\0',
  '\uD800',
  `${unknown}0`,
  unknown.replaceAll('-', ''),
  `{${unknown}}`,
  'é'.repeat(99),
]

// Few of each, so that rows meet again within a batch and with what is there already.
const offered = {
  mentors: [
    mentors[0],
    mentors[1],
    mentors[2]?.toUpperCase(),
    caller,
    unknown,
    demoId('mentor1@bergen.example'),
  ],
  types: [...types, types[0]?.toUpperCase(), unknown],
  times: [
    '2024-01-01T00:00:00Z',
    '2024-01-01T01:00:00+01:00',
    '2024-01-01T00:00:00.0009Z',
    '2024-01-01T00:00:00.001Z',
    '2024-02-29T23:59:59.999-00:30',
    '1900-01-01T00:00:00Z',
    '1899-12-31T23:59:59.999Z',
    '9999-12-31T00:00:00Z',
  ],
  durations: [1, 30, 1440, 0, 1441, -5, 2_147_483_647],
  recorders: [undefined, null, caller, caller.toUpperCase(), mentors[0], unknown],
}

/** Numbers that look random and are the same each time. */
function sequence(seed: number) {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  /** Mostly one of the first, which are in order; seldom any other. */
  const oneOf = <T>(all: readonly T[], inOrder: number) => all[below(below(6) ? inOrder : all.length)] as T
  return { below, oneOf }
}

function randomRow({ below, oneOf }: ReturnType<typeof sequence>): ActivityInput {
  const id = <T>(choice: T) => (below(40) ? choice : (malformed[below(malformed.length)] as T))
  return {
    peerMentorUserId: id(oneOf(offered.mentors, 3)) as string,
    activityTypeId: id(oneOf(offered.types, 3)) as string,
    recordedAt: oneOf(offered.times, 6),
    durationMinutes: oneOf(offered.durations, 3),
    recordedByUserId: id(oneOf(offered.recorders, 4)),
  }
}

type Issue = { index: number; field: string | null; code: RowIssueCode }

/** What must be said of a batch, by the rules as people read them. */
function issuesOf(rows: ActivityInput[], there: Set<string>): Issue[] {
  const seen = new Set<string>()
  return rows.flatMap((row, index) => {
    const found: Issue[] = []
    const say = (field: string | null, code: RowIssueCode) => found.push({ index, field, code })
    const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
    const mentor = row.peerMentorUserId.toLowerCase()

    if (!isUuid(mentor)) say('peerMentorUserId', 'INVALID_VALUE')
    else if (mentor === caller) say('peerMentorUserId', 'MENTOR_NOT_IN_YOUR_CHAPTERS')
    else if (!mentors.includes(mentor)) say('peerMentorUserId', 'PEER_MENTOR_NOT_FOUND')
    if (!isUuid(row.activityTypeId)) say('activityTypeId', 'INVALID_VALUE')
    else if (!types.includes(row.activityTypeId.toLowerCase()))
      say('activityTypeId', 'ACTIVITY_TYPE_NOT_FOUND')
    if (row.recordedAt < '1900' || row.recordedAt > '9') say('recordedAt', 'INVALID_VALUE')
    if (row.durationMinutes < 1 || row.durationMinutes > 1440) say('durationMinutes', 'INVALID_VALUE')
    const recorder = row.recordedByUserId?.toLowerCase() ?? caller
    if (!isUuid(recorder)) say('recordedByUserId', 'INVALID_VALUE')
    else if (recorder !== caller) say('recordedByUserId', 'RECORDED_BY_NOT_ALLOWED')

    if (isUuid(mentor) && isUuid(row.activityTypeId)) {
      if (seen.has(keyOf(row))) say(null, 'DUPLICATE_IN_BATCH')
      seen.add(keyOf(row))
      if (there.has(keyOf(row))) say(null, 'DUPLICATE_ACTIVITY')
    }
    return found
  })
}

function keyOf(row: ActivityInput): string {
  const time = new Date(row.recordedAt).toISOString()
  return `${row.peerMentorUserId} ${row.activityTypeId} `.toLowerCase() + time
}

describe('batches of random rows', () => {
  it('get exactly the issues that the rules name, and change exactly what they should', async () => {
    const random = sequence(20_260_301)
    const there = new Set<string>()
    const met = new Set<string>()
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({ length: random.below(6) }, () => randomRow(random))
      const expected = issuesOf(rows, there)
      const result = await bulkRegister(oslo, rows, { dryRun: random.below(5) === 0 })
      if (result.__typename === 'BulkRegisterActivitiesSuccess') {
        expect({ rows, issues: [] }).toEqual({ rows, issues: expected })
        expect(result.activityIds).toHaveLength(result.dryRun ? 0 : rows.length)
        if (!result.dryRun) for (const row of rows) there.add(keyOf(row))
        met.add('SUCCESS')
      } else {
        const { issues, rolledBackCount } = rejection(result)
        const said = issues.map(({ index, field, code }) => ({ index, field, code }))
        expect({ rows, issues: said }).toEqual({ rows, issues: expected })
        expect(rolledBackCount).toBe(rows.length - new Set(issues.map(({ index }) => index)).size)
        for (const { code } of issues) met.add(code)
      }
    }
    const { activityRecords } = await oslo.request(ActivityRecords, { first: 200 })
    const kept = activityRecords.edges.map(
      ({ node }) => `${node.peerMentor.id} ${node.activityType.id} ${node.recordedAt}`,
    )
    expect(kept.toSorted()).toEqual([...there].toSorted())
    expect([...met].toSorted()).toEqual([
      'ACTIVITY_TYPE_NOT_FOUND',
      'DUPLICATE_ACTIVITY',
      'DUPLICATE_IN_BATCH',
      'INVALID_VALUE',
      'MENTOR_NOT_IN_YOUR_CHAPTERS',
      'PEER_MENTOR_NOT_FOUND',
      'RECORDED_BY_NOT_ALLOWED',
      'SUCCESS',
    ])
  })
})
