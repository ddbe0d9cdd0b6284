import fc from 'fast-check'
import { expect, onTestFinished } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import type { ActivityInput, RowIssueCode } from '../../generated/graphql.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { bulkRegister, rejection } from '../../support/bulk-registration.ts'
import { runs } from '../../support/property-runs.ts'

const caller = demoId('coordinator@oslo.example')
const mentor = (number: number) => demoId(`mentor${number}@oslo.example`)
const mentors = Array.from({ length: 24 }, (_, index) => mentor(index + 1))
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
  mentors: [mentor(1), mentor(2), mentor(3).toUpperCase(), caller, unknown, demoId('mentor1@bergen.example')],
  types: [...types, demoId('Phone call').toUpperCase(), unknown],
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
  recorders: [undefined, null, caller, caller.toUpperCase(), mentor(1), unknown],
}

/** Mostly one of the first; seldom any other. */
const oneOf = <T>(all: readonly T[], usual: number) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constantFrom(...all.slice(0, usual)) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  )
const utf16 = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))
const id = <T>(choice: fc.Arbitrary<T>) =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 60, arbitrary: choice },
    { weight: 1, arbitrary: fc.constantFrom(...malformed) },
    { weight: 1, arbitrary: fc.string({ unit: utf16 }) },
  )
const row: fc.Arbitrary<ActivityInput> = fc.record({
  peerMentorUserId: id(oneOf(offered.mentors, 3)),
  activityTypeId: id(oneOf(offered.types, 3)),
  recordedAt: oneOf(offered.times, 6),
  durationMinutes: oneOf(offered.durations, 3),
  recordedByUserId: id(oneOf(offered.recorders, 4)),
})
const batch = fc.record({
  rows: fc.array(row, { maxLength: 6 }),
  dryRun: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})

type Issue = { index: number; field: string | null; code: RowIssueCode }

/** What must be said of a batch, by the rules as people read them. */
function issuesOf(rows: ActivityInput[], there: ReadonlyMap<string, string>): Issue[] {
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

/** The ids of everything that is registered, whoever may see it. */
async function saved(beside: AppBesideAdministrator): Promise<Map<string, string>> {
  const records = await beside.administer(
    `SELECT id, peer_mentor_user_id || ' ' || activity_type_id AS what, recorded_at AS at FROM public.activity_records`,
  )
  return new Map(records.map(({ id, what, at }) => [`${what} ${(at as Date).toISOString()}`, `${id}`]))
}

/**
 * Batches get exactly the issues that the rules name, and are saved as a whole or not at all.
 *
 * @param sequences how many to try, of up to eight batches each
 * @param longestMs after which to stop and fail
 * @returns every issue that was met, and SUCCESS
 */
export async function registerRandomBatches(sequences: number, longestMs?: number): Promise<string[]> {
  const beside = await startAppBesideAdministrator({ MAX_MUTATIONS_PER_MINUTE: '100000' })
  onTestFinished(() => beside.stop())
  const oslo = await beside.app.client('coordinator@oslo.example')
  const met = new Set<string>()
  const property = fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 8 }), async (batches) => {
    // Triggers keep records from being deleted; replication goes around them.
    await beside.administer(
      'SET LOCAL session_replication_role = replica; DELETE FROM public.activity_records',
    )
    const there = new Map<string, string>()
    for (const { rows, dryRun } of batches) {
      const expected = issuesOf(rows, there)
      const result = await bulkRegister(oslo, rows, { dryRun })
      if (result.__typename === 'BulkRegisterActivitiesSuccess') {
        expect([]).toEqual(expected)
        expect(result.activityIds).toHaveLength(dryRun ? 0 : rows.length)
        for (const [index, id] of result.activityIds.entries())
          there.set(keyOf(rows[index] as ActivityInput), id)
        met.add('SUCCESS')
      } else {
        const { issues, rolledBackCount } = rejection(result)
        expect(issues.map(({ index, field, code }) => ({ index, field, code }))).toEqual(expected)
        expect(rolledBackCount).toBe(rows.length - new Set(issues.map(({ index }) => index)).size)
        for (const { code } of issues) met.add(code)
      }
      expect(await saved(beside)).toEqual(there)
    }
  })
  await fc.assert(property, runs(sequences, longestMs))
  return [...met].toSorted()
}
