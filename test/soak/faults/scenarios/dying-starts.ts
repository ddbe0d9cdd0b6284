import assert from 'node:assert/strict'
import { eventually } from '../../../support/eventually.ts'
import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole, type Expected } from '../invariants.ts'
import { holdRegistration } from './held-registration.ts'

/** Starts of a submission after the last one that came to an end or settled somebody, as its row has them. */
export interface UnendedStarts {
  starts: number
  minutes: number
}

const setUnendedStarts = ({ starts, minutes }: UnendedStarts) => `
  UPDATE public.bulk_submissions SET unended_starts = ${starts}, unended_since = now() - interval '${minutes} minutes'`

/** With one more start it is given up. */
export const ALMOST_GIVEN_UP: UnendedStarts = { starts: 20, minutes: 10 }

/**
 * A submission at which the process dies, so many times, after a start of it and before it has settled anybody. A lock keeps
 * it from settling; the kills are real. What many more of them in ten minutes would count up to is then written into its row.
 *
 * @returns how many had been registered before
 */
export async function dieAtEachStart(
  database: TestDatabase,
  deaths: number,
): Promise<{ deaths: number; registered: number }> {
  const administrator = await database.openAdministratorSession()
  await using held = await holdRegistration(database, 100)
  let server = await startServer(database.variables)
  try {
    const id = await submitForAll(await server.client(COORDINATOR))
    const watcher = new Watcher(id, () => server)
    await watcher.reached(20)
    // Whoever has settled somebody has no starts without an end: the first death does not count.
    for (let counted = 0; counted <= deaths; counted++) {
      await eventually(`${counted} starts without an end`, async () => {
        const [run] = await administrator.run('SELECT unended_starts FROM public.bulk_submissions')
        return run?.unended_starts === counted
      })
      server.kill('SIGKILL')
      await server.exited
      // The last start finds nothing in its way, and must not even try.
      if (counted === deaths) {
        await held.release()
        await administrator.run(setUnendedStarts(ALMOST_GIVEN_UP))
      }
      server = await startServer(database.variables)
    }
    const last = await watcher.finished
    assert.equal(last.overallStatus, 'PARTIAL_SUCCESS')
    await audited(await server.client(COORDINATOR), id)
    const registered = await assertWhole(database, id, [watcher], { othersEndAs: 'INTERNAL_ERROR' })
    return { deaths, registered }
  } finally {
    server.kill('SIGKILL')
    await server.exited
    await administrator.close()
  }
}

/**
 * A submission in mid-run that was started so often without an end, as its row says, and is started once more.
 *
 * @returns how many were registered in all
 */
export async function startOnceMore(
  database: TestDatabase,
  unended: UnendedStarts,
  expected: Expected,
  mentorIds: string[],
): Promise<{ registered: number }> {
  await using held = database.kind === 'postgresql' ? await holdRegistration(database, 100) : undefined
  let server: ServerProcess | undefined = await startServer(database.variables)
  try {
    const id = await submitForAll(await server.client(COORDINATOR), { mentorIds })
    const watcher = new Watcher(id, () => server)
    await watcher.reached(1)
    server.kill('SIGKILL')
    await server.exited
    server = undefined
    await held?.release()
    const session = await database.openAdministratorSession()
    await session.run(setUnendedStarts(unended)).finally(session.close)

    server = await startServer(database.variables)
    await watcher.finished
    await audited(await server.client(COORDINATOR), id)
    server.kill('SIGKILL')
    await server.exited
    return { registered: await assertWhole(database, id, [watcher], expected, mentorIds) }
  } finally {
    server?.kill('SIGKILL')
    await server?.exited
  }
}
