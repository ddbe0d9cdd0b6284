import assert from 'node:assert/strict'
import { eventually } from '../../../support/eventually.ts'
import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole, type Expected } from '../invariants.ts'

/**
 * A submission at which the process dies, soon after each start of it and before it has settled anybody. A lock keeps
 * it from settling; the kills are real.
 *
 * @returns how many had been registered before
 */
// As many starts, over as long a time, as it takes to give a submission up.
const LONG_WITHOUT_AN_END = `
  UPDATE public.bulk_submissions SET unended_starts = 20, unended_since = now() - interval '10 minutes'`

export async function dieAtEachStart(database: TestDatabase): Promise<{ registered: number }> {
  const administrator = await database.openAdministratorSession()
  let server = await startServer(database.variables)
  try {
    const id = await submitForAll(await server.client(COORDINATOR))
    const watcher = new Watcher(id, () => server)
    await watcher.reached(20)
    await administrator.run('BEGIN; LOCK TABLE public.activity_records IN SHARE MODE')
    for (let starts = 0; starts <= 5; starts++) {
      await eventually(`${starts} starts without an end`, async () => {
        const [run] = await administrator.run('SELECT unended_starts FROM public.bulk_submissions')
        return run?.unended_starts === starts
      })
      server.kill('SIGKILL')
      await server.exited
      // The sixth start finds nothing in its way, and must not even try.
      if (starts === 5) {
        await administrator.run('COMMIT')
        await administrator.run(LONG_WITHOUT_AN_END)
      }
      server = await startServer(database.variables)
    }
    const last = await watcher.finished
    assert.equal(last.overallStatus, 'PARTIAL_SUCCESS')
    await audited(await server.client(COORDINATOR), id)
    return { registered: await assertWhole(database, id, [watcher], { othersEndAs: 'INTERNAL_ERROR' }) }
  } finally {
    server.kill('SIGKILL')
    await server.exited
    await administrator.close()
  }
}

/**
 * A submission that was started so often without an end, as its row says, and is started once more.
 *
 * @returns how many were registered in all
 */
export async function startOnceMore(
  database: TestDatabase,
  unendedStarts: number,
  expected: Expected,
): Promise<{ registered: number }> {
  let server: ServerProcess | undefined = await startServer(database.variables)
  try {
    const id = await submitForAll(await server.client(COORDINATOR))
    const watcher = new Watcher(id, () => server)
    await watcher.reached(20)
    server.kill('SIGKILL')
    await server.exited
    server = undefined
    const session = await database.openAdministratorSession()
    await session
      .run(
        `UPDATE public.bulk_submissions SET unended_starts = ${unendedStarts}, unended_since = now() - interval '10 minutes'`,
      )
      .finally(session.close)

    server = await startServer(database.variables)
    await watcher.finished
    await audited(await server.client(COORDINATOR), id)
    server.kill('SIGKILL')
    await server.exited
    return { registered: await assertWhole(database, id, [watcher], expected) }
  } finally {
    server?.kill('SIGKILL')
    await server?.exited
  }
}
