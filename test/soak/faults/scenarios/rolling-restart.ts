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

/** A server, clients that are logged in to it, and what they have asked that is not answered yet. */
type InService = ServerProcess & {
  ofBatches: GraphQLClient
  ofSubmissions: GraphQLClient
  unanswered: Set<Promise<unknown>>
}

/**
 * Two servers are restarted in turn while batches are sent and a submission runs that two watchers follow. As behind a load
 * balancer, a server is taken out of service, answers what it has been asked, and is then stopped with SIGTERM, whatever it
 * runs and whoever watches. No request may fail, and a watcher may only have to connect again.
 *
 * @returns how much of everything there was, and how often the watchers connected again
 */
export async function restartInTurn(
  database: TestDatabase,
  restarts: number,
): Promise<Record<string, number>> {
  const inService = new Set([await enterService(database), await enterService(database)])
  const done = { restarts: 0, batches: 0, submissions: 0, reconnections: 0 }
  let over = false
  let turn = 0
  const anyServer = () => [...inService][turn++ % inService.size] ?? assert.fail('no server is in service')
  const balanced = <T>(ask: (server: InService) => Promise<T>): Promise<T> => {
    const server = anyServer()
    const answer = ask(server).finally(() => server.unanswered.delete(answer))
    server.unanswered.add(answer)
    return answer
  }

  const send = async () => {
    while (!over) {
      success(await balanced(({ ofBatches }) => bulkRegister(ofBatches, freshRows(ROWS))))
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
  const restart = async () => {
    while (!over && done.restarts < restarts) {
      const [server = assert.fail()] = inService
      inService.delete(server)
      await Promise.allSettled(server.unanswered)
      server.kill('SIGTERM')
      assert.equal(await server.exited, 0, server.stdout + server.stderr)
      inService.add(await enterService(database))
      done.restarts++
    }
    over = true
  }
  const work = [restart(), submit(), ...Array.from({ length: SENDERS }, send)]
  try {
    await Promise.all(work)
    return done
  } finally {
    over = true
    await Promise.allSettled(work)
    for (const server of inService) await server[Symbol.asyncDispose]()
  }
}

async function enterService(database: TestDatabase): Promise<InService> {
  const server = await startServer(database.variables)
  return Object.assign(server, {
    ofBatches: await server.client(BATCH_COORDINATOR),
    ofSubmissions: await server.client(COORDINATOR),
    unanswered: new Set<Promise<unknown>>(),
  })
}
