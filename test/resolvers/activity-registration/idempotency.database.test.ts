import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import {
  bulkRegister,
  countSaved,
  freshRow,
  freshRows,
  rejection,
  success,
} from '../../support/bulk-registration.ts'
import { refusalOf } from '../../support/refusal.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
})

// On the embedded database transactions are serial: there nothing races.
const ROUNDS = inject('template').kind === 'postgresql' ? 5 : 1

const reused = { __typename: 'IdempotencyKeyReusedError', code: 'IDEMPOTENCY_KEY_REUSED' }

describe('the same idempotency key again', () => {
  it('with the same rows gives the first answer, and writes nothing', async () => {
    const rows = freshRows(5)
    const idempotencyKey = 'the first answer'
    const first = success(await bulkRegister(oslo, rows, { idempotencyKey }))
    expect(first.replayed).toBe(false)
    expect(await bulkRegister(oslo, rows, { idempotencyKey })).toEqual({ ...first, replayed: true })
    expect(await bulkRegister(oslo, rows, { idempotencyKey })).toEqual({ ...first, replayed: true })
    expect(await countSaved(oslo, rows)).toBe(5)
  })

  it('with the same moments, spelt otherwise, is the same', async () => {
    const idempotencyKey = 'spelt otherwise'
    const row = freshRow({ recordedAt: '2024-07-01T10:00:00Z' })
    const { activityIds } = success(await bulkRegister(oslo, [row], { idempotencyKey }))
    const again = { ...row, recordedAt: '2024-07-01T12:00:00.000+02:00', recordedByUserId: null }
    expect(await bulkRegister(oslo, [again], { idempotencyKey })).toMatchObject({
      activityIds,
      replayed: true,
    })
  })

  it('with other rows, more, fewer or in another order is refused', async () => {
    const rows = freshRows(3)
    const idempotencyKey = 'other rows'
    success(await bulkRegister(oslo, rows, { idempotencyKey }))
    const others = [
      freshRows(3),
      [...rows, ...freshRows(1)],
      rows.slice(0, 2),
      rows.toReversed(),
      rows.map((row) => ({ ...row, durationMinutes: 31 })),
      rows.map((row) => ({ ...row, peerMentorUserId: 'garbage' })),
      [],
    ]
    for (const other of others) {
      expect(await bulkRegister(oslo, other, { idempotencyKey })).toMatchObject(reused)
      expect(await countSaved(oslo, [...rows, ...other])).toBe(3)
    }
    expect(await bulkRegister(oslo, rows, { idempotencyKey })).toMatchObject({ replayed: true })
  })

  it('is one execution and ten equal answers where all ten come at once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = freshRows(20)
      const idempotencyKey = `ten at once ${round}`
      const answers = await Promise.all(
        Array.from({ length: 10 }, async () => success(await bulkRegister(oslo, rows, { idempotencyKey }))),
      )
      expect(new Set(answers.map(({ activityIds }) => activityIds.join())).size).toBe(1)
      expect(answers.filter(({ replayed }) => replayed)).toHaveLength(9)
      expect(await countSaved(oslo, rows)).toBe(20)
    }
  })

  it('is one execution where different rows come at once', async () => {
    const batches = [freshRows(10), freshRows(10), freshRows(10)]
    const answers = await Promise.all(
      batches.map((rows) => bulkRegister(oslo, rows, { idempotencyKey: 'different rows at once' })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'BulkRegisterActivitiesSuccess')).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === reused.__typename)).toHaveLength(2)
    expect(await countSaved(oslo, batches.flat())).toBe(10)
  })

  it('is another key where somebody else uses it', async () => {
    const idempotencyKey = 'shared by chance'
    const first = success(await bulkRegister(oslo, freshRows(2), { idempotencyKey }))
    const second = success(await bulkRegister(bergen, freshRows(2, 'bergen.example'), { idempotencyKey }))
    expect(second.replayed).toBe(false)
    expect(second.activityIds).not.toEqual(first.activityIds)
  })

  it('is another key where its case differs', async () => {
    success(await bulkRegister(oslo, freshRows(1), { idempotencyKey: 'Case' }))
    expect(success(await bulkRegister(oslo, freshRows(1), { idempotencyKey: 'case' })).replayed).toBe(false)
  })
})

describe('a call that failed', () => {
  it('leaves its key unused, for the same rows and for corrected ones', async () => {
    const idempotencyKey = 'failed first'
    const bad = freshRow({ durationMinutes: 0 })
    rejection(await bulkRegister(oslo, [bad], { idempotencyKey }))
    rejection(await bulkRegister(oslo, [bad], { idempotencyKey }))
    const corrected = [{ ...bad, durationMinutes: 1 }]
    expect(success(await bulkRegister(oslo, corrected, { idempotencyKey })).replayed).toBe(false)
  })

  it('does not decide for others that wait for it with the same key', async () => {
    const idempotencyKey = 'failed while others waited'
    const good = freshRows(10)
    const bad = good.map((row) => ({ ...row, activityTypeId: 'x' }))
    const answers = await Promise.all(
      [bad, good, bad, good, bad].map((rows) => bulkRegister(oslo, rows, { idempotencyKey })),
    )
    const kept = answers.flatMap((answer) =>
      answer.__typename === 'BulkRegisterActivitiesSuccess' ? [answer] : [],
    )
    expect(kept).toHaveLength(2)
    expect(kept.map(({ replayed }) => replayed).sort()).toEqual([false, true])
    expect(kept[0]?.activityIds).toEqual(kept[1]?.activityIds)
    expect(await countSaved(oslo, good)).toBe(10)
  })
})

describe('an idempotency key', () => {
  it.each([
    ['one character', '1'],
    ['255 characters', 'k'.repeat(255)],
    ['255 characters that take two code units each', '🗝'.repeat(255)],
    ['spaces and quotes', `  ' " \\ $1 `],
  ])('may be %s', async (_, idempotencyKey) => {
    const rows = freshRows(1)
    expect(success(await bulkRegister(oslo, rows, { idempotencyKey })).replayed).toBe(false)
    expect(success(await bulkRegister(oslo, rows, { idempotencyKey })).replayed).toBe(true)
  })

  it('is none where it is null', async () => {
    const rows = freshRows(1)
    success(await bulkRegister(oslo, rows, { idempotencyKey: null }))
    rejection(await bulkRegister(oslo, rows, { idempotencyKey: null }))
  })

  it.each([
    ['empty', '', 'must not be empty'],
    ['of 256 characters', 'k'.repeat(256), 'must have at most 255 characters'],
    ['of a megabyte', 'k'.repeat(1_000_000), 'must have at most 255 characters'],
    ['NUL', 'a\0b', 'must not contain control characters'],
    ['a line break', 'a\nb', 'must not contain control characters'],
    ['a control character of Latin-1', 'a\u0085b', 'must not contain control characters'],
    ['half a surrogate pair', 'a\uD83Db', 'must not contain control characters'],
  ])('can’t be %s', async (_, idempotencyKey, why) => {
    const rows = freshRows(1)
    const { errors } = await refusalOf(bulkRegister(oslo, rows, { idempotencyKey }))
    expect(errors).toEqual([
      {
        code: 'BAD_USER_INPUT',
        message: `input.idempotencyKey: ${why}`,
        path: ['bulkRegisterActivities'],
      },
    ])
    expect(await countSaved(oslo, rows)).toBe(0)
  })
})
