import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../../../support/eventually.ts'
import { startProxy } from '../../../support/postgres-proxy.ts'
import { startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { firstOutcomeAfter, SETTLING_MS, Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'
import { holdRegistration } from './held-registration.ts'
import { HELD_AFTER, isReady } from './owner-lost.ts'

/**
 * The database is gone for a while in mid-run: as a whole, or for the dedicated session only.
 *
 * @returns how long it took from its return to the next outcome, in milliseconds
 */
export async function loseDatabase(
  database: TestDatabase,
  gone: 'all of it' | 'the dedicated session',
  forMs: number,
): Promise<{ resumedAfterMs: number }> {
  const url = database.variables.DATABASE_URL ?? ''
  await using proxy = await startProxy(url)
  await using sessionProxy = await startProxy(url)
  await using held = await holdRegistration(database, HELD_AFTER)
  await using server = await startServer({
    ...database.variables,
    DATABASE_URL: proxy.url,
    DIRECT_DATABASE_URL: sessionProxy.url,
  })
  const client = await server.client(COORDINATOR)
  const id = await submitForAll(client)
  const watcher = new Watcher(id, () => server)
  await watcher.reached(100)

  const lost = gone === 'all of it' ? [proxy, sessionProxy] : [sessionProxy]
  await Promise.all(lost.map(({ close }) => close()))
  const began = performance.now()
  await held.release()
  if (gone === 'all of it') {
    await eventually('the server says that it is not ready', async () => !(await isReady(server)), forMs)
    assert.equal((await fetch(`${server.url}/ready`)).status, 503)
    assert.equal((await fetch(`${server.url}/health`)).status, 200)
  }
  await sleep(Math.max(0, forMs - (performance.now() - began)))
  assert(watcher.sequence < 500, 'the submission was over before the database was gone')
  const backAt = Date.now()
  await Promise.all(lost.map(({ open }) => open()))

  await watcher.finished
  await eventually('the server is ready again', () => isReady(server))
  await audited(client, id)
  await assertWhole(database, id, [watcher])
  return { resumedAfterMs: firstOutcomeAfter(watcher, backAt) - backAt }
}

/**
 * All connections to the database fall silent in mid-run and never end, as where its host has vanished; new ones work.
 * The database, too, sees the old ones live on: even the lock on the submission is never given back.
 *
 * @returns how long it took from there to the next outcome, in milliseconds
 */
export async function silenceDatabase(database: TestDatabase): Promise<{ resumedAfterMs: number }> {
  await using proxy = await startProxy(database.variables.DATABASE_URL ?? '')
  await using held = await holdRegistration(database, HELD_AFTER)
  await using server = await startServer({ ...database.variables, DATABASE_URL: proxy.url })
  const client = await server.client(COORDINATOR)
  const id = await submitForAll(client)
  const watcher = new Watcher(id, () => server)
  await watcher.reached(100)
  proxy.silence()
  const silentAt = Date.now()
  await held.release()
  await watcher.finished
  await audited(client, id)
  await assertWhole(database, id, [watcher])
  return { resumedAfterMs: firstOutcomeAfter(watcher, silentAt + SETTLING_MS) - silentAt }
}
