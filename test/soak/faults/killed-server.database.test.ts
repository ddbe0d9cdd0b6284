import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { openSession } from '../../../src/database/postgres.ts'
import type { ActivityInput } from '../../generated/graphql.ts'
import { bulkRegister, countSaved, freshRows, success } from '../../support/bulk-registration.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../../support/empty-database.ts'
import { eventually } from '../../support/eventually.ts'
import { amount } from '../../support/length.ts'
import { runProgram, type ServerProcess, startServer } from '../../support/server-process.ts'
import { createTestDatabase } from '../../support/test-database.ts'

// How many batches are acknowledged when the server is killed, a round each.
const ACKNOWLEDGED = [0, 4, 1, 9].slice(0, amount(2, 4))
const SENDERS = 8
const COORDINATOR = 'coordinator@oslo.example'

interface Batch {
  idempotencyKey: string
  activities: ActivityInput[]
  acknowledged: boolean
}

describe('kill -9', () => {
  it('leaves of every batch in flight all rows or none, and of every acknowledged batch all', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    let lastRound: Batch[] = []
    const cutOff = { saved: 0, lost: 0 }
    for (const enough of ACKNOWLEDGED) {
      await using server = await startServer(database.variables)
      const { saved, lost } = await expectWhole(server, lastRound)
      cutOff.saved += saved
      cutOff.lost += lost
      lastRound = await sendBatchesUntilKilled(server, enough)
    }
    await using server = await startServer(database.variables)
    await expectWhole(server, lastRound)

    expect(cutOff.lost, 'no batch was cut off before it was committed').toBeGreaterThan(0)
  }, 400_000)

  it.each(inject('template').kind === 'embedded' ? ['creates', 'migrates'] : ['migrates', 'seeds'])(
    'while the very first start %s the database leaves a place that the next one makes whole',
    async (moment) => {
      await using database = await createEmptyDatabase()
      {
        await using first = runProgram('src/main.ts', { PORT: '0', ...database.variables })
        await eventually(moment, () => isAt(moment, database))
        first.kill('SIGKILL')
        await first.exited
        expect(first.stdout).not.toContain('listening')
      }
      await using second = await startServer(database.variables)
      success(await bulkRegister(await second.client(COORDINATOR), freshRows(5)))
    },
  )
})

/** Whether a first start has come so far. */
async function isAt(moment: string, { kind, variables }: EmptyDatabase): Promise<boolean> {
  if (kind === 'embedded')
    return existsSync(
      join(variables.DATA_DIR ?? '', moment === 'creates' ? 'database.unfinished' : 'database'),
    )
  const session = await openSession(variables.DATABASE_URL ?? '')
  const [found] = await session
    .query(
      `SELECT CASE $1 WHEN 'seeds' THEN to_regclass('public.chapters') IS NOT NULL
         ELSE (SELECT count(*) > 1 FROM pg_stat_activity WHERE datname = current_database()) END AS there`,
      [moment],
    )
    .finally(session.close)
  return found?.there === true
}

/** Sends batches from several sides at once, and kills the server once so many are acknowledged and others under way. */
async function sendBatchesUntilKilled(server: ServerProcess, enough: number): Promise<Batch[]> {
  const client = await server.client(COORDINATOR)
  const batches: Batch[] = []
  const acknowledged = Promise.withResolvers<void>()
  let killed = false

  const send = async () => {
    while (!killed) {
      const batch = { idempotencyKey: crypto.randomUUID(), activities: freshRows(50), acknowledged: false }
      batches.push(batch)
      const result = await bulkRegister(client, batch.activities, {
        idempotencyKey: batch.idempotencyKey,
      }).catch((error: unknown) => {
        if (!killed) throw error
      })
      if (!result) return
      success(result)
      batch.acknowledged = true
      if (batches.filter((other) => other.acknowledged).length >= enough) acknowledged.resolve()
    }
  }
  const senders = Promise.all(Array.from({ length: SENDERS }, send))
  if (enough > 0) await Promise.race([acknowledged.promise, senders])
  killed = true
  server.kill('SIGKILL')
  await senders
  await server.exited
  return batches
}

/** Looks after batches whose server was killed; then sends those again whose senders had heard nothing. */
async function expectWhole(
  server: ServerProcess,
  batches: Batch[],
): Promise<{ saved: number; lost: number }> {
  const client = await server.client(COORDINATOR)
  let saved = 0
  let lost = 0
  for (const { idempotencyKey, activities, acknowledged } of batches) {
    const present = await countSaved(client, activities)
    expect(acknowledged ? [activities.length] : [0, activities.length]).toContain(present)
    if (acknowledged) continue
    if (present > 0) saved++
    else lost++

    const again = success(await bulkRegister(client, activities, { idempotencyKey }))
    expect(again.replayed).toBe(present > 0)
    expect(await countSaved(client, activities)).toBe(activities.length)
  }
  return { saved, lost }
}
