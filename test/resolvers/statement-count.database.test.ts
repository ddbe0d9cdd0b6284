import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulkRegister, freshRows, success } from '../support/bulk-registration.ts'
import { ActivityRecords, ActivityTypes, PeerMentors } from '../support/operations/reads.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { countStatements } from '../support/sent-statements.ts'

let app: RunningApp
let oslo: GraphQLClient
let tromso: GraphQLClient
beforeAll(async () => {
  app = await startApp()
  oslo = await app.client('coordinator@oslo.example')
  tromso = await app.client('coordinator@tromso.example')
  await bulkRegister(oslo, freshRows(200))
})
afterAll(() => app.stop())

// What a transaction costs beside its queries: BEGIN, whose rights it has, COMMIT.
const TRANSACTION = 3

describe('the number of SQL statements', () => {
  it('of a page of records with mentors, their chapters and types is the same for 5 and for 50', async () => {
    const page = async (first: number) => {
      const { activityRecords } = await oslo.request(ActivityRecords, { first })
      expect(activityRecords.edges).toHaveLength(first)
      expect(new Set(activityRecords.edges.map(({ node }) => node.peerMentor?.id)).size).toBe(
        Math.min(first, 24),
      )
    }
    const five = await countStatements(() => page(5))
    expect(await countStatements(() => page(50))).toBe(five)
    expect(await countStatements(() => page(200))).toBe(five)
    // Records, their number, mentors, types, and memberships with one query more for their chapters.
    expect(five).toBe(5 * TRANSACTION + 5 + 1)
  })

  it('of a page of mentors with their chapters is the same for 5 and for 200', async () => {
    const page = async (first: number) =>
      expect((await tromso.request(PeerMentors, { first })).peerMentors.edges).toHaveLength(first)
    const five = await countStatements(() => page(5))
    expect(five).toBeGreaterThan(0)
    expect(await countStatements(() => page(200))).toBe(five)
  })

  it('of a batch and the answer with its activities is the same for 5 rows and for 200', async () => {
    const register = async (count: number) => success(await bulkRegister(oslo, freshRows(count)))
    const five = await countStatements(() => register(5))
    expect(five).toBeGreaterThan(0)
    expect(await countStatements(() => register(200))).toBe(five)
  })

  it('of the list of types is that of one query in one transaction', async () => {
    expect(await countStatements(() => oslo.request(ActivityTypes))).toBe(TRANSACTION + 1)
  })
})
