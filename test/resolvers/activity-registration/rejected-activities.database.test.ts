import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import type { ActivityInput, RowIssueCode } from '../../generated/graphql.ts'
import {
  bulkRegister,
  countSaved,
  freshRow,
  freshRows,
  type Rejection,
  rejection,
  success,
} from '../../support/bulk-registration.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const DAY_MS = 86_400_000

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
})

const withoutMessages = (rejected: Rejection) =>
  rejected.issues.map(({ index, field, code }) => ({ index, field, code }))

describe('a row that can’t be registered', () => {
  it.each<[string, () => Partial<ActivityInput>, keyof ActivityInput, RowIssueCode]>([
    ['a malformed mentor id', () => ({ peerMentorUserId: 'x' }), 'peerMentorUserId', 'INVALID_VALUE'],
    ['an empty mentor id', () => ({ peerMentorUserId: '' }), 'peerMentorUserId', 'INVALID_VALUE'],
    ['a malformed type id', () => ({ activityTypeId: `{${NOBODY}}` }), 'activityTypeId', 'INVALID_VALUE'],
    ['an unknown mentor', () => ({ peerMentorUserId: NOBODY }), 'peerMentorUserId', 'PEER_MENTOR_NOT_FOUND'],
    [
      'another chapter’s mentor',
      () => ({ peerMentorUserId: demoId('mentor1@bergen.example') }),
      'peerMentorUserId',
      'PEER_MENTOR_NOT_FOUND',
    ],
    [
      'a person of the chapter who is no mentor',
      () => ({ peerMentorUserId: demoId('coordinator@oslo.example') }),
      'peerMentorUserId',
      'MENTOR_NOT_IN_YOUR_CHAPTERS',
    ],
    ['an unknown type', () => ({ activityTypeId: NOBODY }), 'activityTypeId', 'ACTIVITY_TYPE_NOT_FOUND'],
    ['no duration', () => ({ durationMinutes: 0 }), 'durationMinutes', 'INVALID_VALUE'],
    ['more than a day’s duration', () => ({ durationMinutes: 1441 }), 'durationMinutes', 'INVALID_VALUE'],
    ['a negative duration', () => ({ durationMinutes: -2_147_483_648 }), 'durationMinutes', 'INVALID_VALUE'],
    [
      'a time more than a day ahead',
      () => ({ recordedAt: new Date(Date.now() + DAY_MS + 60_000).toISOString() }),
      'recordedAt',
      'INVALID_VALUE',
    ],
    ['a time before 1900', () => ({ recordedAt: '1899-12-31T23:59:59.999Z' }), 'recordedAt', 'INVALID_VALUE'],
    [
      'a time in the first year',
      () => ({ recordedAt: '0001-01-01T00:00:00Z' }),
      'recordedAt',
      'INVALID_VALUE',
    ],
    [
      'the last moment of all',
      () => ({ recordedAt: '9999-12-31T23:59:59.999Z' }),
      'recordedAt',
      'INVALID_VALUE',
    ],
    [
      'somebody else’s name as its recorder',
      () => ({ recordedByUserId: demoId('mentor1@oslo.example') }),
      'recordedByUserId',
      'RECORDED_BY_NOT_ALLOWED',
    ],
    ['a malformed recorder', () => ({ recordedByUserId: 'me' }), 'recordedByUserId', 'INVALID_VALUE'],
  ])('for %s is named, and nothing is saved', async (_, changes, field, code) => {
    const innocent = freshRows(4)
    const rows = [...innocent.slice(0, 2), freshRow(changes()), ...innocent.slice(2)]
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(withoutMessages(rejected)).toEqual([{ index: 2, field, code }])
    expect(rejected).toMatchObject({ code: 'ACTIVITIES_REJECTED', rolledBackCount: 4 })
    expect(rejected.message).toContain('1 of 5')
    expect(await countSaved(oslo, innocent)).toBe(0)
  })

  it('is named with all others and with everything that is wrong with it, in input order', async () => {
    const rows = freshRows(12)
    Object.assign(rows[1] as ActivityInput, { durationMinutes: 0, recordedByUserId: NOBODY })
    Object.assign(rows[4] as ActivityInput, {
      peerMentorUserId: 'x',
      activityTypeId: 'y',
      durationMinutes: 9999,
    })
    Object.assign(rows[11] as ActivityInput, { activityTypeId: NOBODY, recordedAt: '1850-01-01T00:00:00Z' })
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(withoutMessages(rejected)).toEqual([
      { index: 1, field: 'durationMinutes', code: 'INVALID_VALUE' },
      { index: 1, field: 'recordedByUserId', code: 'RECORDED_BY_NOT_ALLOWED' },
      { index: 4, field: 'peerMentorUserId', code: 'INVALID_VALUE' },
      { index: 4, field: 'activityTypeId', code: 'INVALID_VALUE' },
      { index: 4, field: 'durationMinutes', code: 'INVALID_VALUE' },
      { index: 11, field: 'activityTypeId', code: 'ACTIVITY_TYPE_NOT_FOUND' },
      { index: 11, field: 'recordedAt', code: 'INVALID_VALUE' },
    ])
    expect(rejected.rolledBackCount).toBe(9)
    expect(await countSaved(oslo, rows)).toBe(0)
  })

  it('is named 200 times where all are bad', async () => {
    const rows = freshRows(200).map((row) => ({ ...row, peerMentorUserId: 'nobody', durationMinutes: 0 }))
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(rejected.issues).toHaveLength(400)
    expect(rejected.rolledBackCount).toBe(0)
  })
})

describe('whether a mentor of another chapter exists', () => {
  it('can’t be told from an unknown one by any part of the answer', async () => {
    const answerFor = async (peerMentorUserId: string) => {
      const row = freshRow({ peerMentorUserId })
      return rejection(await bulkRegister(oslo, [row]))
    }
    expect(await answerFor(demoId('mentor1@bergen.example'))).toEqual(await answerFor(NOBODY))
    expect(await answerFor(demoId('coordinator@bergen.example'))).toEqual(await answerFor(NOBODY))
  })

  it('can’t be told by asking for an activity that they have either', async () => {
    const theirs = freshRow({ peerMentorUserId: demoId('mentor1@bergen.example') })
    success(await bulkRegister(await app.client('coordinator@bergen.example'), [theirs]))
    const unknown = { ...theirs, peerMentorUserId: NOBODY }
    expect(await bulkRegister(oslo, [theirs])).toEqual(await bulkRegister(oslo, [unknown]))
  })
})

describe('an id that no database could hold', () => {
  it.each([
    ['NUL', '\0'],
    ['a UUID with NUL behind it', `${NOBODY}\0`],
    ['half a surrogate pair', '\uD83D'],
    ['the other half', '\uDE00 after'],
    ['three of which fill a body', 'x'.repeat(340_000)],
    ['quotes and backslashes', `'"\\$1{};--`],
  ])('is an issue of its row: %s', async (_, id) => {
    const rows = [
      freshRow(),
      freshRow({ peerMentorUserId: id }),
      freshRow({ activityTypeId: id }),
      freshRow({ recordedByUserId: id }),
    ]
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(withoutMessages(rejected)).toEqual([
      { index: 1, field: 'peerMentorUserId', code: 'INVALID_VALUE' },
      { index: 2, field: 'activityTypeId', code: 'INVALID_VALUE' },
      { index: 3, field: 'recordedByUserId', code: 'INVALID_VALUE' },
    ])
    expect(JSON.stringify(rejected).length).toBeLessThan(2_000)
  })
})

describe('the same activity twice', () => {
  it('within a batch is named on every row but the first, however it is spelt', async () => {
    const row = freshRow({ recordedAt: '2024-06-01T10:00:00.500Z' })
    const rows = [
      row,
      freshRow(),
      { ...row, recordedAt: '2024-06-01T12:00:00.5009+02:00', durationMinutes: 5 },
      { ...row, peerMentorUserId: row.peerMentorUserId.toUpperCase() },
    ]
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(withoutMessages(rejected)).toEqual([
      { index: 2, field: null, code: 'DUPLICATE_IN_BATCH' },
      { index: 3, field: null, code: 'DUPLICATE_IN_BATCH' },
    ])
    expect(rejected.rolledBackCount).toBe(2)
  })

  it('is named where the first one is there already, and saves none of the new ones', async () => {
    const there = freshRows(3)
    success(await bulkRegister(oslo, there))
    const fresh = freshRows(2)
    const rows = [fresh[0], there[2], fresh[1], there[0]] as ActivityInput[]
    const rejected = rejection(await bulkRegister(oslo, rows))
    expect(withoutMessages(rejected)).toEqual([
      { index: 1, field: null, code: 'DUPLICATE_ACTIVITY' },
      { index: 3, field: null, code: 'DUPLICATE_ACTIVITY' },
    ])
    expect(rejected.rolledBackCount).toBe(2)
    expect(await countSaved(oslo, fresh)).toBe(0)
  })

  it('is another activity where the mentor, the type or the time differs', async () => {
    const row = freshRow()
    const rows = [
      row,
      { ...row, peerMentorUserId: demoId('mentor2@oslo.example') },
      { ...row, activityTypeId: demoId('Home visit') },
      { ...row, recordedAt: new Date(Date.parse(row.recordedAt) + 1).toISOString() },
    ]
    expect(success(await bulkRegister(oslo, rows)).activityIds).toHaveLength(4)
  })
})
