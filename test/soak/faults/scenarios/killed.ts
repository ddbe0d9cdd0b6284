import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { audited, COORDINATOR, MENTORS, progressOf, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'

/**
 * Submissions of 500 mentors, or of those given; the server is killed with -9 in mid-run and started again on the same
 * data, until that has happened `kills` times in mid-run. A watcher goes on from its last sequence each time.
 *
 * @returns how many submissions that took, and the sequences that the watcher had at the kills in mid-run
 */
export async function killAndRestart(
  database: TestDatabase,
  kills: number,
  mentorIds = MENTORS,
): Promise<{ submissions: number; killedAt: number[] }> {
  const killedAt: number[] = []
  let submissions = 0
  let server: ServerProcess | undefined
  try {
    while (killedAt.length < kills) {
      server = await startServer(database.variables)
      const id = await submitForAll(await server.client(COORDINATOR), { mentorIds })
      submissions++
      const watcher = new Watcher(id, () => server)
      for (const moment of moments(kills - killedAt.length, mentorIds.length)) {
        await watcher.reached(moment)
        const seen = watcher.sequence
        const killed: ServerProcess = server
        server = undefined
        await end(killed)
        server = await startServer(database.variables)
        // What was settled before is all that can be there now, but for what this start has done already.
        if ((await progressOf(await server.client(COORDINATOR), id)).finished) break
        killedAt.push(seen)
      }
      await watcher.finished
      await audited(await server.client(COORDINATOR), id)
      await end(server)
      server = undefined
      await assertWhole(database, id, [watcher], 'everybody registered', mentorIds)
    }
  } finally {
    if (server) await end(server)
  }
  return { submissions, killedAt }
}

/** Sequences at which to kill, in order, from the first on; late ones might come after the end. */
function moments(count: number, total: number): number[] {
  return Array.from({ length: count }, (_, index) => 1 + Math.floor((index * total) / (2 * count)))
}

async function end(server: ServerProcess): Promise<void> {
  server.kill('SIGKILL')
  await server.exited
}
