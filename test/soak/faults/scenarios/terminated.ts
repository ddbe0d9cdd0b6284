import { setInterval as every } from 'node:timers/promises'
import { eventually } from '../../../support/eventually.ts'
import { startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'
import { isReady } from './owner-lost.ts'

const EVERY_MS = 200

/**
 * All of a server's connections are ended by the database every 200 ms for as long as a submission runs, and for `mostMs` at
 * most.
 *
 * @returns how many connections were ended, and how long the run took in milliseconds
 */
export async function terminateConnections(
  database: TestDatabase,
  mostMs: number,
): Promise<{ terminated: number; tookMs: number }> {
  await using server = await startServer(database.variables)
  const client = await server.client(COORDINATOR)
  const administrator = await database.openAdministratorSession()
  try {
    const id = await submitForAll(client)
    const began = performance.now()
    const watcher = new Watcher(id, () => server)
    let over = false
    const finished = watcher.finished.finally(() => {
      over = true
    })
    let terminated = 0
    for await (const _ of every(EVERY_MS)) {
      if (over || performance.now() - began > mostMs) break
      const ended = await administrator.run(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`)
      terminated += ended.length
    }
    await finished
    const tookMs = performance.now() - began
    await eventually('the server is ready again', () => isReady(server))
    await audited(client, id)
    await assertWhole(database, id, [watcher])
    return { terminated, tookMs }
  } finally {
    await administrator.close()
  }
}
