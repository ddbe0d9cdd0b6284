import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { slowRegistration } from '../../support/slow-registration.ts'
import { connect } from '../../support/socket-client.ts'
import { accepted, mentorsOf, submit } from '../../support/submission.ts'
import { take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'
const everybody = mentorsOf('tromso.example', 30)

let app: RunningApp
beforeAll(async () => {
  app = await startApp({}, slowRegistration)
})
afterAll(() => app.stop())

const READ_OF_OUTCOMES = /SELECT [^;]* FROM "?public"?\."?bulk_submission_outcomes/

/** How often either database was asked for outcomes while `work` ran, at the drivers. */
async function countReads(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const { query } = pg.Client.prototype
  const { execProtocolStream } = PGlite.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [statement] = args as [string | { text: string }]
    if (READ_OF_OUTCOMES.test(typeof statement === 'string' ? statement : statement.text)) count += 1
    return Reflect.apply(query, this, args)
  } as typeof query
  PGlite.prototype.execProtocolStream = function (message, options) {
    if (READ_OF_OUTCOMES.test(Buffer.from(message).toString('latin1'))) count += 1
    return execProtocolStream.call(this, message, options)
  }
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
    PGlite.prototype.execProtocolStream = execProtocolStream
  }
  return count
}

/** Follows a new submission as so many watchers, on two sockets, from before its beginning to its end. */
async function watch(watchers: number): Promise<void> {
  const { id } = accepted(await submit(await app.client(EMAIL), everybody))
  const clients = [await connect(app, EMAIL), await connect(app, EMAIL)]
  const followed = await Promise.all(
    Array.from({ length: watchers }, (_, index) =>
      take((clients[index % 2] as (typeof clients)[0]).progress(id)),
    ),
  )
  for (const { client } of clients) await client.dispose()
  const [first] = followed
  expect(first?.map(({ sequence }) => sequence)).toEqual([...everybody.map((_, n) => n + 1), 30])
  for (const updates of followed) expect(updates).toEqual(first)
}

it('a hundred watchers of one submission share its reads, and all see all of it', async () => {
  // One for each settled mentor at most, as for one watcher alone, and a few for the beginning and the end.
  const reads = await countReads(() => watch(100))
  expect(reads).toBeGreaterThan(0)
  expect(reads).toBeLessThan(2 * everybody.length)
})
