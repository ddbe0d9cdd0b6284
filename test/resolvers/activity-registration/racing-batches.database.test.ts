import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { bulkRegister, countSaved, freshRows, rejection, success } from '../../support/bulk-registration.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
})

// On the embedded database transactions are serial: there nothing races, and once shows that answers are the same.
const ROUNDS = inject('template').kind === 'postgresql' ? 25 : 1

async function race(batches: ReturnType<typeof freshRows>[]) {
  const results = await Promise.all(batches.map((rows) => bulkRegister(oslo, rows)))
  const winners = results.filter(({ __typename }) => __typename === 'BulkRegisterActivitiesSuccess')
  const losers = results.filter((result) => !winners.includes(result)).map(rejection)
  return { winners: winners.map(success), losers }
}

describe('batches that race for the same rows', () => {
  it('end with one that succeeds and one that names each row as a duplicate, in the same order', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = freshRows(40)
      const { winners, losers } = await race([rows, rows])
      expect(winners).toHaveLength(1)
      expect(losers[0]?.issues.map(({ index, field, code }) => ({ index, field, code }))).toEqual(
        rows.map((_, index) => ({ index, field: null, code: 'DUPLICATE_ACTIVITY' })),
      )
      expect(losers[0]?.rolledBackCount).toBe(0)
      expect(await countSaved(oslo, rows)).toBe(40)
    }
  })

  it('end the same way with the rows in opposite order', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = freshRows(40)
      const { winners, losers } = await race([rows, rows.toReversed()])
      expect(winners).toHaveLength(1)
      expect(losers[0]?.issues.map(({ code }) => code)).toEqual(Array(40).fill('DUPLICATE_ACTIVITY'))
      expect(await countSaved(oslo, rows)).toBe(40)
    }
  })

  it('end with all or none of each where they overlap in part', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = freshRows(60)
      const first = rows.slice(0, 40)
      const second = rows.slice(20).reverse()
      const { winners, losers } = await race([first, second])
      expect(winners).toHaveLength(1)
      expect(losers[0]?.issues).toHaveLength(20)
      expect(losers[0]?.rolledBackCount).toBe(20)
      expect(await countSaved(oslo, rows)).toBe(40)
    }
  })

  it('end with one winner of eight, none of them told of an error of the server’s', async () => {
    for (let round = 0; round < Math.min(ROUNDS, 5); round++) {
      const rows = freshRows(50)
      const { winners, losers } = await race(
        Array.from({ length: 8 }, (_, index) => (index % 2 ? rows : rows.toReversed())),
      )
      expect(winners).toHaveLength(1)
      expect(losers.map(({ issues }) => issues.length)).toEqual(Array(7).fill(50))
      expect(await countSaved(oslo, rows)).toBe(50)
    }
  })

  it('all succeed where they don’t overlap', async () => {
    const batches = Array.from({ length: 8 }, () => freshRows(50))
    const { winners } = await race(batches)
    expect(new Set(winners.flatMap(({ activityIds }) => activityIds)).size).toBe(400)
  })
})

describe('a dry run in the midst of a race', () => {
  it('never keeps a real call from being registered', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const rows = freshRows(20)
      const [, real] = await Promise.all([
        bulkRegister(oslo, rows, { dryRun: true }),
        bulkRegister(oslo, rows.toReversed()),
      ])
      expect(success(real).activityIds).toHaveLength(20)
      expect(await countSaved(oslo, rows)).toBe(20)
    }
  })
})
