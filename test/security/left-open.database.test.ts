import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { requestScope } from '../../src/request-scope.ts'
import { bulkRegister, freshRow, success } from '../support/bulk-registration.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { type ObservedApp, startObserved } from './observed-connections.ts'

const OSLO = 'coordinator@oslo.example'
const BERGEN = 'coordinator@bergen.example'

let observed: ObservedApp
beforeAll(async () => {
  observed = await startObserved(1)
})
afterAll(() => observed.app.stop())

const { query } = pg.Client.prototype
afterEach(() => {
  pg.Client.prototype.query = query
})

/** The next such statement of a request fails as one cancelled before it begins: the transaction stays open, failed. */
function cancelNext(statement: 'COMMIT' | 'ROLLBACK'): { done: () => boolean } {
  let cancelled = false
  pg.Client.prototype.query = function (this: pg.Client, config: { text?: string }, ...rest: unknown[]) {
    const hit = !cancelled && config.text === statement && requestScope() !== undefined
    cancelled ||= hit
    const text = hit ? 'DO $$ BEGIN RAISE query_canceled; END $$' : config.text
    return Reflect.apply(query, this, [typeof config === 'object' ? { ...config, text } : config, ...rest])
  } as typeof query
  return { done: () => cancelled }
}

const whoIs = async (email: string) =>
  postGraphql(
    observed.app.url,
    { query: '{ viewer { id memberships { chapter { name } } } }' },
    { authorization: `Bearer ${await observed.app.token(email)}` },
  )
const theirs = (email: string, chapter: string) => ({
  data: { viewer: { id: demoId(email), memberships: [{ chapter: { name: chapter } }] } },
})

// The embedded database has nobody beside Rollcall who could cancel.
describe.runIf(inject('template').kind === 'postgresql')(
  'a connection whose transaction could not be ended',
  () => {
    it('is nobody’s any more, where a COMMIT was cancelled: its user is told so, the next one gets their own', async () => {
      const commit = cancelNext('COMMIT')
      expect((await whoIs(OSLO)).code).toBe('SERVICE_UNAVAILABLE')
      expect(commit.done()).toBe(true)
      expect((await whoIs(BERGEN)).body).toEqual(theirs(BERGEN, 'Bergen'))
    })

    it('is nobody’s any more, where a ROLLBACK was cancelled', async () => {
      const rollback = cancelNext('ROLLBACK')
      const rows = [freshRow({ durationMinutes: 0 })]
      expect(await bulkRegister(await observed.app.client(OSLO), rows)).toMatchObject({
        __typename: 'ActivitiesRejectedError',
      })
      expect(rollback.done()).toBe(true)
      expect((await whoIs(BERGEN)).body).toEqual(theirs(BERGEN, 'Bergen'))
      success(await bulkRegister(await observed.app.client(OSLO), [freshRow()]))
    })

    it('was never handed to anybody', () => {
      expect(observed.found().filter(({ state }) => typeof state === 'string')).toEqual([])
      expect(observed.mostAtOnce()).toBe(1)
    })
  },
)
