import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ActivityInput } from '../../generated/graphql.ts'
import { bulkRegister, countSaved, freshRows, success } from '../../support/bulk-registration.ts'
import { createEmptyDatabase } from '../../support/empty-database.ts'
import { runProgram, type ServerProcess, startServer } from '../../support/server-process.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const ROUNDS = 4
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
    for (let round = 1; round <= ROUNDS; round++) {
      await using server = await startServer(database.variables)
      const { saved, lost } = await expectWhole(server, lastRound)
      cutOff.saved += saved
      cutOff.lost += lost
      lastRound = await sendBatchesUntilKilled(server)
    }
    await using server = await startServer(database.variables)
    await expectWhole(server, lastRound)

    expect(cutOff.lost, 'no batch was cut off before it was committed').toBeGreaterThan(0)
  }, 400_000)

  it('during the very first start leaves a place that the next one makes whole', async () => {
    const started = performance.now()
    {
      await using database = await createEmptyDatabase()
      await using _server = await startServer(database.variables)
    }
    const duration = performance.now() - started

    let cutOff = 0
    for (const share of [0.3, 0.7]) {
      await using database = await createEmptyDatabase()
      {
        await using first = runProgram('src/main.ts', { PORT: '0', ...database.variables })
        await sleep(duration * share) // somewhere between the first file and the last row of demo data
        first.kill('SIGKILL')
        await first.exited
        if (!first.stdout.includes('listening')) cutOff++
      }
      await using second = await startServer(database.variables)
      const client = await second.client(COORDINATOR)
      success(await bulkRegister(client, freshRows(5)))
    }
    expect(cutOff, 'every first start was over before it could be cut off').toBeGreaterThan(0)
  }, 300_000)
})

/** Sends batches from several sides at once, and kills the server at some moment while they are under way. */
async function sendBatchesUntilKilled(server: ServerProcess): Promise<Batch[]> {
  const client = await server.client(COORDINATOR)
  const batches: Batch[] = []
  const enough = Math.floor(Math.random() * 12)
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
  await sleep(Math.random() * 30) // any moment of a batch, not the one after an answer
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
