import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'
import { readWritesInFlight, startNamed } from '../named-server.ts'

/**
 * Two servers that run one submission at once, because each keeps its locks in a database of its own.
 *
 * @returns by server: how often it was seen writing, and the most writes that it had in flight
 */
export async function runTwice(
  database: TestDatabase,
  elsewhere: TestDatabase,
  cap: number,
): Promise<Record<'first' | 'second', { seen: number; most: number }>> {
  const settings = { MAX_CONCURRENT_WRITES: String(cap) }
  await using first = await startNamed('first', database, settings)
  await using second = await startNamed('second', database, { ...settings, locksIn: elsewhere })
  const administrator = await database.openAdministratorSession()
  const writes = { first: { seen: 0, most: 0 }, second: { seen: 0, most: 0 } }
  try {
    const client = await first.client(COORDINATOR)
    const id = await submitForAll(client)
    const watchers = [new Watcher(id, () => first), new Watcher(id, () => second)]
    const finished = Promise.all(watchers.map((watcher) => watcher.finished))
    const over = finished.then(() => true)
    while (!(await Promise.race([over, sleep(1)]))) {
      for (const [name, inFlight] of await readWritesInFlight(administrator)) {
        assert(name === 'first' || name === 'second', `${name} writes too`)
        writes[name].seen++
        writes[name].most = Math.max(writes[name].most, inFlight)
      }
    }
    await audited(client, id)
    await assertWhole(database, id, watchers)
    return writes
  } finally {
    await administrator.close()
  }
}
