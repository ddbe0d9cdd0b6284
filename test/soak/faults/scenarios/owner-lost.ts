import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from '../../../support/eventually.ts'
import { audited, COORDINATOR, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { firstOutcomeAfter, SETTLING_MS, Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'
import { type NamedServer, readOwner, startNamed } from '../named-server.ts'
import { holdRegistration } from './held-registration.ts'

/** How many are registered at most before a server is lost, so that there are others left. */
export const HELD_AFTER = 250

/**
 * Two servers; that which runs the submission is killed with -9 somewhere in mid-run, and started again, so many times. The
 * other one must finish the submission, and a watcher on the other one must see all of it.
 *
 * @returns how long it took from each kill to the next outcome, in milliseconds
 */
export async function killOwners(database: TestDatabase, kills: number): Promise<number[]> {
  const takeoversMs: number[] = []
  let first = await startNamed('first', database)
  let second = await startNamed('second', database)
  try {
    while (takeoversMs.length < kills) {
      await using held = await holdRegistration(database, HELD_AFTER)
      const { id, owner, other, watcher } = await runInOneOf(database, first, second)
      await watcher.reached(20)
      const killedAt = Date.now()
      owner.kill('SIGKILL')
      await held.release()
      await watcher.finished
      await audited(await other.client(COORDINATOR), id)
      await assertWhole(database, id, [watcher])
      takeoversMs.push(firstOutcomeAfter(watcher, killedAt) - killedAt)
      const again = await startNamed(owner.name, database)
      if (owner === first) first = again
      else second = again
    }
  } finally {
    await first[Symbol.asyncDispose]()
    await second[Symbol.asyncDispose]()
  }
  return takeoversMs
}

/**
 * Two servers; that which runs the submission is frozen in mid-run, until the other one has finished it, and for
 * `leastMs` at least. Then it is let go, and must neither harm anything nor be harmed.
 *
 * @returns how long it took from the freezing to the next outcome, in milliseconds
 */
export async function freezeOwner(database: TestDatabase, leastMs: number): Promise<{ takeoverMs: number }> {
  await using first = await startNamed('first', database)
  await using second = await startNamed('second', database)
  await using held = await holdRegistration(database, HELD_AFTER)
  const { id, owner, other, watcher } = await runInOneOf(database, first, second)
  await watcher.reached(20)
  const frozenAt = Date.now()
  owner.kill('SIGSTOP')
  try {
    await held.release()
    await watcher.finished
    await audited(await other.client(COORDINATOR), id)
    await sleep(Math.max(0, frozenAt + leastMs - Date.now()))
  } finally {
    owner.kill('SIGCONT')
  }

  // What it still has in hand must come to nothing; and then it must be able to do all by itself.
  const client = await owner.client(COORDINATOR)
  await eventually('the thawed server is ready', () => isReady(owner))
  other.kill('SIGKILL')
  const next = await submitForAll(client)
  const nextWatcher = new Watcher(next, () => owner)
  await nextWatcher.finished
  await audited(client, next)
  await assertWhole(database, next, [nextWatcher])
  await assertWhole(database, id, [watcher])
  return { takeoverMs: firstOutcomeAfter(watcher, frozenAt + SETTLING_MS) - frozenAt }
}

async function runInOneOf(database: TestDatabase, first: NamedServer, second: NamedServer) {
  const administrator = await database.openAdministratorSession()
  try {
    const id = await submitForAll(await first.client(COORDINATOR))
    const name = await eventually('somebody owns the submission', () => readOwner(administrator))
    const [owner, other] = name === first.name ? [first, second] : [second, first]
    return { id, owner, other, watcher: new Watcher(id, () => other) }
  } finally {
    await administrator.close()
  }
}

export async function isReady(server: { url: string }): Promise<boolean> {
  return (await fetch(`${server.url}/ready`)).status === 200
}
