import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { ProgressFeeds } from '../../../src/resolvers/progress-feeds.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { ViewerAccount } from '../../support/operations/reads.ts'
import { type RunningApp, startAppOn } from '../../support/running-app.ts'
import { connect } from '../../support/socket-client.ts'
import { accepted, finished, mentorsOf, submit } from '../../support/submission.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'
import { TRANSPORTS, take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'
const everybody = mentorsOf('tromso.example', 60)

let database: TestDatabase
let writes: HeldWrites
let app: RunningApp
let tromso: GraphQLClient
const watch = vi.spyOn(ProgressFeeds.prototype, 'watch')

beforeAll(async () => {
  writes = holdWrites()
  database = await createTestDatabase()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await database.drop()
})

async function start(): Promise<void> {
  app = await startAppOn(database)
  tromso = await app.client(EMAIL)
}

/** A submission that is under way, and held in its midst. */
async function underWay(): Promise<string> {
  writes.holdAfter(10)
  return accepted(await submit(tromso, everybody)).id
}

/** Fails where anybody still has the database open. */
async function nobodyElseIn({ kind, openSession }: TestDatabase): Promise<void> {
  const session = await openSession() // the embedded one refuses whoever comes second
  if (kind === 'postgresql') {
    const others = () =>
      session.query(
        `SELECT application_name FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      )
    // A backend ends a moment after its client has gone.
    await vi.waitFor(async () => expect(await others()).toEqual([]), { timeout: 10_000 })
  }
  await session.close()
}

/** Waits until so many watch. */
async function watchers(count: number): Promise<void> {
  await vi.waitFor(
    () => {
      const feeds = watch.mock.contexts.at(-1) as ProgressFeeds
      expect(feeds.watchers).toBe(count)
    },
    { timeout: 10_000 },
  )
}

describe('what a watcher took is given back', () => {
  beforeAll(start)
  afterAll(() => app.stop())

  it.each(TRANSPORTS)('when it has seen all over %s', async (_, follow) => {
    const id = await underWay()
    const following = [take(follow(app, EMAIL, id)), take(follow(app, EMAIL, id))]
    writes.release()
    await Promise.all(following)
    await watchers(0)
  })

  it.each(TRANSPORTS)('when it leaves in mid-run over %s', async (_, follow) => {
    const id = await underWay()
    const stream = follow(app, EMAIL, id)
    await stream.next()
    await watchers(1)
    await stream.return()
    await watchers(0)
    writes.release()
    await finished(tromso, { id })
  })

  it('when it unsubscribes and keeps its socket', async () => {
    const id = await underWay()
    await using client = await connect(app, EMAIL)
    const streams = Array.from({ length: 10 }, () => client.progress(id))
    await Promise.all(streams.map((stream) => stream.next()))
    await watchers(10)
    await Promise.all(streams.map((stream) => stream.return()))
    await watchers(0)
    expect(client.closeCodes).toEqual([])
    expect(await client.request(ViewerAccount, {})).toMatchObject({ viewer: { id: demoId(EMAIL) } })
    writes.release()
    await finished(tromso, { id })
  })

  it('when its connection is cut', async () => {
    const id = await underWay()
    await using client = await connect(app, EMAIL)
    const stream = client.progress(id)
    await stream.next()
    await watchers(1)
    client.socket().terminate()
    await expect(take(stream)).rejects.toMatchObject({ code: 1006 })
    await watchers(0)
    writes.release()
    await finished(tromso, { id })
  })
})

describe('a server that stops', () => {
  beforeAll(start) // each test leaves one running again
  afterAll(() => app.stop())

  it('closes sockets with a code on which clients come again, and gives everything back', async () => {
    const id = await underWay()
    await using client = await connect(app, EMAIL)
    const stream = client.progress(id)
    await stream.next()
    const closed = once(client.socket(), 'close')
    const following = take(stream).catch((cause: unknown) => cause)
    writes.leaveTheRest()
    await app.stop()
    writes.release()
    const [code] = await closed
    expect([1001, 1012]).toContain(code)
    expect(await following).toMatchObject({ code })
    await watchers(0)

    app = await startAppOn(database)
    tromso = await app.client(EMAIL)
    await finished(tromso, { id })
  })

  it('leaves no connection to the database behind', async () => {
    const id = await underWay()
    await using client = await connect(app, EMAIL)
    await client.progress(id).next()
    writes.leaveTheRest()
    await app.stop()
    writes.release()
    await nobodyElseIn(database)
    app = await startAppOn(database)
    tromso = await app.client(EMAIL)
    await finished(tromso, { id })
  })

  it('and comes back at its address finds its clients again, who miss nothing and see nothing twice', async () => {
    const id = await underWay()
    await using client = await connect(app, EMAIL, {
      retryAttempts: 50,
      retryWait: () => sleep(50),
      shouldRetry: () => true,
    })
    const sequences: number[] = []
    const following = (async () => {
      for await (const { sequence } of client.progress(id)) sequences.push(sequence)
    })()
    await vi.waitUntil(() => sequences.length >= 5, { timeout: 10_000 })
    const { port } = new URL(app.url)
    writes.leaveTheRest()
    await app.stop()
    writes.release()
    const seen = sequences.length
    expect(seen).toBeLessThan(61)
    app = await startAppOn(database, { PORT: port })
    tromso = await app.client(EMAIL)
    await following
    expect(sequences).toEqual([...everybody.map((_, n) => n + 1), 60])
  })
})
