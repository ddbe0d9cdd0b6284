import assert from 'node:assert/strict'
import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, MENTORS, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'

// On these codes graphql-ws clients come again: going away, restart, try again later.
const COME_AGAIN = new Set([1001, 1012, 1013])

/**
 * Submissions whose server is stopped with SIGTERM in mid-run, again and again, and started again each time, until that has
 * happened so often. One that is over before its server stops is followed by another.
 *
 * @returns how long the stops took, in milliseconds
 */
export async function stopAndRestart(database: TestDatabase, stops: number): Promise<{ stopsMs: number[] }> {
  const stopsMs: number[] = []
  let server: ServerProcess | undefined
  try {
    while (stopsMs.length < stops) {
      server = await startServer(database.variables)
      const id = await submitForAll(await server.client(COORDINATOR))
      const watcher = new Watcher(id, () => server)
      for (let over = false; !over && stopsMs.length < stops; ) {
        await watcher.reached(Math.min(watcher.sequence + 1, MENTORS.length))
        const stopping: ServerProcess = server
        const sockets = watcher.closeCodes.length
        server = undefined
        const began = performance.now()
        stopping.kill('SIGTERM')
        assert.equal(await stopping.exited, 0, stopping.stdout + stopping.stderr)
        const tookMs = Math.round(performance.now() - began)
        assert.equal(stopping.stderr, '')
        const run = await readRun(database, id)
        over = run.finished
        if (!over) {
          stopsMs.push(tookMs)
          assert.equal(watcher.closeCodes.length, sockets + 1)
          assert(COME_AGAIN.has(watcher.closeCodes.at(-1) ?? 0), `closed with ${watcher.closeCodes.at(-1)}`)
          assert.equal(run.unendedStarts, 0)
        }
        server = await startServer(database.variables)
      }
      await watcher.finished
      await audited(await server.client(COORDINATOR), id)
      server.kill('SIGTERM')
      assert.equal(await server.exited, 0)
      await assertWhole(database, id, [watcher])
    }
    return { stopsMs }
  } finally {
    server?.kill('SIGKILL')
    await server?.exited
  }
}

async function readRun(database: TestDatabase, id: string) {
  const session = await database.openAdministratorSession()
  try {
    const [run] = await session.run(
      `SELECT unended_starts AS "unendedStarts", finished_at IS NOT NULL AS finished FROM public.bulk_submissions WHERE id = '${id}'`,
    )
    return run as { unendedStarts: number; finished: boolean }
  } finally {
    await session.close()
  }
}
