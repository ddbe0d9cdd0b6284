import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { everyPage } from '../support/every-page.ts'
import { ActivityRecords } from '../support/operations/reads.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { finished } from '../support/submission.ts'
import { type ObservedApp, type SessionState, startObserved } from './observed-connections.ts'
import { expectOwnRows, giveRows, OWN_ROWS } from './own-rows.ts'
import { type Caller, changes, refusedChanges, type StormRequest, send } from './storm.ts'

const CONNECTIONS = 2
// The embedded database has one connection, which requests use in turn.
const ROUNDS = inject('template').kind === 'postgresql' ? 5 : 1
const COORDINATORS = ['coordinator@oslo.example', 'coordinator@bergen.example', 'coordinator@tromso.example']
const MENTORS = ['mentor1@oslo.example', 'mentor1@bergen.example', 'mentor1@tromso.example']
const STRANGER = 'stranger@nowhere.example'
// Unlike anything that Rollcall sets for a transaction.
const AT_LOGIN = {
  TimeZone: 'Europe/Oslo',
  statement_timeout: '61000',
  idle_in_transaction_session_timeout: '62000',
}

let observed: ObservedApp
let chapters: Awaited<ReturnType<typeof giveRows>>
beforeAll(async () => {
  observed = await startObserved(
    CONNECTIONS,
    { MAX_MUTATIONS_PER_MINUTE: '1000000', MAX_CONCURRENT_WRITES: '1' },
    AT_LOGIN,
  )
  chapters = await giveRows(observed.app)
})
afterAll(() => observed.app.stop())

/** Somebody beside Rollcall who cancels whatever runs, again and again, until told to stop. */
async function cancelling(over: AbortSignal): Promise<number> {
  if (observed.app.database.kind === 'embedded') return 0
  const administrator = await observed.app.database.openAdministratorSession()
  let cancelled = 0
  while (!over.aborted) {
    const hit = await administrator.run(`
      SELECT pg_cancel_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall' AND state = 'active'
      ORDER BY random() LIMIT 1`)
    cancelled += hit.length
    await administrator.run('SELECT pg_sleep(0.01)')
  }
  await administrator.close()
  return cancelled
}

const reading = (email: string): StormRequest => ({
  path: '/graphql',
  body: OWN_ROWS,
  check(_, { data, errors }) {
    expect(errors).toBe(undefined)
    expectOwnRows(data, email, chapters)
  },
})

describe('hundreds of requests at once over two connections, some cancelled, failing, hanging up', () => {
  const registered = new Map<string, string[]>()

  it('each see and change exactly what is their user’s', async () => {
    const storm: [Caller, StormRequest][] = []
    for (let round = 0; round < ROUNDS; round++) {
      for (const email of [...COORDINATORS, ...MENTORS, STRANGER]) {
        storm.push([email, reading(email)], [email, { ...reading(email), hangUpAfter: round * 300 }])
      }
      for (const email of COORDINATORS) {
        const keep = (ids: string[]) => registered.set(email, [...(registered.get(email) ?? []), ...ids])
        for (const change of changes(email.slice(email.indexOf('@') + 1), round * 300, keep))
          storm.push([email, change])
      }
      for (const caller of [MENTORS[round % 3] as string, STRANGER, null])
        for (const change of refusedChanges(caller)) storm.push([caller, change])
    }
    const over = new AbortController()
    const cancelled = cancelling(over.signal)
    await Promise.all(storm.map(([caller, request]) => send(observed.app, caller, request))).finally(() =>
      over.abort(),
    )
    if (observed.app.database.kind === 'postgresql') expect(await cancelled).toBeGreaterThan(10)
  })

  it('leave each chapter the rows that its coordinator registered, and nobody else’s', async () => {
    for (const [index, email] of COORDINATORS.entries()) {
      const client = await observed.app.client(email)
      const filter = { recordedFrom: '2025-01-01T00:00:00Z' }
      const pages = await everyPage(
        async (after) =>
          (await client.request(ActivityRecords, { filter, first: 200, after })).activityRecords,
      )
      const rows = pages.flatMap(({ edges }) => edges.map(({ node }) => node))
      expect(registered.get(email)?.length).toBeGreaterThan(ROUNDS)
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(registered.get(email) ?? []))
      expect(new Set(rows.map(({ recordedByUserId }) => recordedByUserId))).toEqual(new Set([demoId(email)]))
      expect(rows.filter(({ peerMentor }) => !chapters[index]?.mentors.has(peerMentor?.id ?? ''))).toEqual([])
      await finished(client, { id: chapters[index]?.submission ?? '' })
    }
  })

  it('leave the connections as they were at login, each time before anybody else begins', async () => {
    const { body } = await postGraphql(observed.app.url, { query: '{ viewer { id } }' })
    expect(body.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED')
    const found = observed.found()
    expect(observed.mostAtOnce()).toBe(observed.app.database.kind === 'embedded' ? 1 : CONNECTIONS)
    expect(found.reduce((sum, { times }) => sum + times, 0)).toBeGreaterThan(ROUNDS * 20)
    const first = found[0]?.state as SessionState
    expect(first).toMatchObject({
      current_user: first.session_user,
      session_user: expect.stringMatching(/^rollcall/),
      role: 'none',
      claims: null,
      settings: AT_LOGIN,
      'advisory locks': 0,
      'temporary tables': 0,
      listening: [],
    })
    for (const { state } of found) expect(state).toEqual(first)
  })
})
