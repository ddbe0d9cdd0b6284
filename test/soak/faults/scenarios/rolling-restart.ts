import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphQLClient } from 'graphql-request'
import { bulkRegister, freshRows, success } from '../../../support/bulk-registration.ts'
import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { COORDINATOR, isAudited, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'

const SENDERS = 4
const ROWS = 20
const BATCH_COORDINATOR = 'coordinator@oslo.example'

/** A server, and clients that are logged in to it, so that a request leaves as soon as its server is chosen. */
type InService = ServerProcess & { ofBatches: GraphQLClient; ofSubmissions: GraphQLClient }

async function enterService(database: TestDatabase): Promise<InService> {
  const server = await startServer(database.variables)
  const ofBatches = await server.client(BATCH_COORDINATOR)
  return Object.assign(server, { ofBatches, ofSubmissions: await server.client(COORDINATOR) })
}

/**
 * Two servers are stopped with SIGTERM and started again, in turn, while batches are sent to whichever is not being
 * stopped, as a load balancer does, and a submission runs that two watchers follow. No batch may fail, and a watcher may
 * only have to connect again.
 *
 * @returns how much of everything there was, and how often the watchers connected again
 */
export async function restartInTurn(
  database: TestDatabase,
  restarts: number,
): Promise<Record<string, number>> {
  const inService = new Set([await enterService(database), await enterService(database)])
  const done = { restarts: 0, batches: 0, submissions: 0, reconnections: 0 }
  let turn = 0
  const anyServer = () => [...inService][turn++ % inService.size] ?? assert.fail('no server is in service')
  // A connection that is refused has taken nothing, and a load balancer tries the next server.
  const balanced = async <T>(ask: (server: InService) => Promise<T>): Promise<T> => {
    try {
      return await ask(anyServer())
    } catch (error) {
      const cause = (error as Error).cause as { code?: string } | undefined
      if (cause?.code !== 'ECONNREFUSED') throw error
      return balanced(ask)
    }
  }
  const failure = Promise.withResolvers<never>()
  let over = false

  const send = async () => {
    while (!over) {
      const rows = freshRows(ROWS)
      success(await balanced(({ ofBatches }) => bulkRegister(ofBatches, rows)))
      done.batches++
    }
  }
  const submit = async () => {
    while (!over) {
      const restartsBefore = done.restarts
      const id = await balanced(({ ofSubmissions }) => submitForAll(ofSubmissions))
      const watchers = [new Watcher(id, anyServer), new Watcher(id, anyServer)]
      for (const watcher of watchers) await watcher.finished
      while (!(await balanced(({ ofSubmissions }) => isAudited(ofSubmissions, id)))) await sleep(20)
      await assertWhole(database, id, watchers)
      for (const { interruptions } of watchers) {
        assert(interruptions.length <= 1 + done.restarts - restartsBefore, String(interruptions))
        done.reconnections += interruptions.length
      }
      done.submissions++
    }
  }
  const work = [submit(), ...Array.from({ length: SENDERS }, send)]
  for (const each of work) each.catch(failure.reject)
  try {
    const restart = async (server: InService) => {
      inService.delete(server)
      server.kill('SIGTERM')
      assert.equal(await server.exited, 0, server.stdout + server.stderr)
      inService.add(await enterService(database))
      done.restarts++
      await sleep(200)
    }
    while (done.restarts < restarts) {
      const [longest] = inService
      await Promise.race([failure.promise, restart(longest ?? assert.fail())])
    }
    over = true
    await Promise.all(work)
    return done
  } finally {
    over = true
    for (const server of inService) await server[Symbol.asyncDispose]()
  }
}
