import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { addPeople } from '../support/added-people.ts'
import { bulkRegister, freshRows, success } from '../support/bulk-registration.ts'
import { everyPage } from '../support/every-page.ts'
import { amount, sample } from '../support/length.ts'
import { PeerMentors } from '../support/operations/reads.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'

// What the database can hold of them.
const names = Object.values(HOSTILE_TEXTS).filter((text) => /^[^\0\p{Cs}]+$/u.test(text))
const plain = names.filter((name) => !/\p{Cc}/u.test(name))

let app: RunningApp
let odda: GraphQLClient
beforeAll(async () => {
  const coordinator = {
    id: demoId('coordinator@odda.example'),
    displayName: 'Coordinator',
    memberships: { Odda: ['coordinator' as const] },
  }
  const mentors = names.map((displayName, index) => ({
    id: demoId(`hostile${index}@odda.example`),
    displayName,
    memberships: { Odda: ['peer_mentor' as const] },
  }))
  app = await startApp({ MAX_MUTATIONS_PER_MINUTE: '1000000' }, (database) =>
    addPeople(database, [coordinator, ...mentors]),
  )
  odda = await app.client('coordinator@odda.example')
})
afterAll(() => app.stop())

/** A text as searches compare it, as far as these texts tell the difference. */
const comparable = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

describe('mentors whose names mean something to SQL', () => {
  it('are found by exactly their names, and by those alone whose words they have in them', async () => {
    expect(plain.length).toBeGreaterThan(25)
    for (const search of sample(plain, 2)) {
      const { peerMentors } = await odda.request(PeerMentors, { search, first: 200 })
      const found = peerMentors.edges.map(({ node }) => node.displayName)
      const words = comparable(search).split(/\s+/u)
      const having = names.filter((name) => words.every((word) => comparable(name).includes(word)))
      expect({ search, found: found.sort() }).toEqual({ search, found: having.sort() })
    }
  })

  it('are met once each, page by page, for a cursor holds any name', async () => {
    const pages = await everyPage(
      async (after) => (await odda.request(PeerMentors, { first: amount(5, 1), after })).peerMentors,
    )
    const met = pages.flatMap(({ edges }) => edges.map(({ node }) => node.displayName))
    expect(met.toSorted()).toEqual(names.toSorted())
  })
})

describe('idempotency keys that mean something to SQL', () => {
  it('are each a key of its own: the same again gets its answer again, another gets another', async () => {
    const oslo = await app.client('coordinator@oslo.example')
    const keys = sample(plain, 2, 1)
    const calls = keys.map((idempotencyKey) => ({ idempotencyKey, rows: freshRows(1) }))
    const register = () =>
      Promise.all(
        calls.map(async ({ idempotencyKey, rows }) =>
          success(await bulkRegister(oslo, rows, { idempotencyKey })),
        ),
      )
    const first = await register()
    const again = await register()
    expect(first.map(({ replayed }) => replayed)).toEqual(keys.map(() => false))
    expect(again).toEqual(first.map((answer) => ({ ...answer, replayed: true })))
    expect(new Set(first.map(({ activityIds }) => activityIds.join())).size).toBe(keys.length)
  })
})
