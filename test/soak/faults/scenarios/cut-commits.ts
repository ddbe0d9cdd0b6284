import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientError } from 'graphql-request'
import { bulkRegister, countSaved, freshRows, success } from '../../../support/bulk-registration.ts'
import { type CommitFate, type PostgresProxy, startProxy } from '../../../support/postgres-proxy.ts'
import { startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'

const SENDERS = 4
const ROWS = 20

/** How often connections were cut at a COMMIT: before it arrived, and after it was done. */
export type Cuts = Record<Exclude<CommitFate, 'passes'>, number>

/**
 * Batches with idempotency keys, over connections that break at many a COMMIT. Whoever gets no answer sends the same
 * batch again with the same key, until there is one: exactly one set of rows, and one audit entry each.
 */
export async function cutCommitsOfBatches(database: TestDatabase, batches: number): Promise<Cuts> {
  await using proxy = await startProxy(database.variables.DATABASE_URL ?? '')
  await using server = await startServer({
    ...database.variables,
    DATABASE_URL: proxy.url,
    MAX_MUTATIONS_PER_MINUTE: '1000000',
  })
  const client = await server.client('coordinator@oslo.example')
  const cuts = breakCommits(proxy, 0.05, 0.2)
  const sent: { rows: ReturnType<typeof freshRows>; ids: string[] }[] = []
  const send = async () => {
    while (sent.length < batches) {
      const batch = { rows: freshRows(ROWS), ids: [] as string[] }
      sent.push(batch)
      const idempotencyKey = crypto.randomUUID()
      batch.ids = await insist(
        async () => success(await bulkRegister(client, batch.rows, { idempotencyKey })).activityIds,
      )
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  proxy.fate = () => 'passes'

  for (const { rows, ids } of sent) {
    assert.equal(new Set(ids).size, ROWS)
    assert.equal(await countSaved(client, rows), ROWS)
  }
  const administrator = await database.openAdministratorSession()
  try {
    assert.deepEqual(
      await administrator.run(
        `SELECT count(*)::integer AS entries, sum(total)::integer AS rows FROM public.proxy_audit_log`,
      ),
      [{ entries: sent.length, rows: sent.length * ROWS }],
    )
  } finally {
    await administrator.close()
  }
  return cuts
}

/**
 * Submissions of 500 mentors over connections that break at many a COMMIT, one after the other, until the answers to so many
 * COMMITs have been cut off.
 */
export async function cutCommitsOfSubmissions(database: TestDatabase, unanswered: number): Promise<Cuts> {
  await using proxy = await startProxy(database.variables.DATABASE_URL ?? '')
  await using server = await startServer({
    ...database.variables,
    DATABASE_URL: proxy.url,
    DIRECT_DATABASE_URL: database.variables.DATABASE_URL ?? '',
  })
  const client = await server.client(COORDINATOR)
  const cuts = breakCommits(proxy, 0.05, 0.15)
  const broken = proxy.fate
  for (let minute = 0; cuts['is not answered'] < unanswered; minute++) {
    proxy.fate = broken
    const recordedAt = new Date(Date.UTC(2025, 5, 1, 10, minute)).toISOString()
    const sameAgain = { idempotencyKey: crypto.randomUUID(), recordedAt }
    const id = await insist(() => submitForAll(client, sameAgain))
    const watcher = new Watcher(id, () => server)
    await watcher.finished
    proxy.fate = () => 'passes'
    assert.equal(await submitForAll(client, sameAgain), id)
    await audited(client, id)
    await assertWhole(database, id, [watcher])
  }
  return cuts
}

function breakCommits(proxy: PostgresProxy, lost: number, unanswered: number): Cuts {
  const cuts: Cuts = { 'is lost': 0, 'is not answered': 0 }
  let commits = 0
  proxy.fate = () => {
    const share = ((commits++ * 37) % 100) / 100 // goes through all hundredths, neighbours far apart
    const fate = share < lost ? 'is lost' : share < lost + unanswered ? 'is not answered' : 'passes'
    if (fate !== 'passes') cuts[fate]++
    return fate
  }
  return cuts
}

/** Repeats what a client may repeat: whatever the server answers with, as long as it isn't the client's own mistake. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ClientError) || attempt === 200) throw error
      for (const { extensions } of error.response.errors ?? [])
        assert.equal(extensions?.code, 'SERVICE_UNAVAILABLE', JSON.stringify(error.response))
      await sleep(10)
    }
  }
}
