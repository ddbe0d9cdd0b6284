import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { ClientError, type GraphQLClient } from 'graphql-request'
import { demoId } from '../../../../src/demo-data.ts'
import { bulkRegister, freshRows, success } from '../../../support/bulk-registration.ts'
import { type ServerProcess, startServer } from '../../../support/server-process.ts'
import { COORDINATOR, isAudited, MENTORS, nextTime, submitForAll } from '../../../support/submit-for-all.ts'
import type { TestDatabase } from '../../../support/test-database.ts'
import { Watcher } from '../../../support/watcher.ts'
import { assertWhole } from '../invariants.ts'

/** What a storm does at least. */
export interface Storm {
  /** Chooses who is killed, whose connection is ended, when, and how large the submissions are. */
  seed: number
  kills: number
  endedConnections: number
  servers: number
}

const SUBMITTERS = 3
const ROWS = 20
const BATCH_COORDINATOR = 'coordinator@oslo.example'

/**
 * Servers are killed with -9 and started again, and connections are ended by the database, while submissions and batches go
 * on, each sent again with its key until it is answered, and each submission watched from its last sequence on. Whatever was
 * answered must be there once, and a server may end only where it was killed.
 *
 * @returns how much of everything there was
 */
export async function rage(database: TestDatabase, storm: Storm): Promise<Record<string, number>> {
  return new RagingStorm(database, storm).run()
}

class RagingStorm {
  readonly #database: TestDatabase
  readonly #storm: Storm
  readonly #choices: Generator<Choice, never>
  readonly #running: (ServerProcess | undefined)[]
  readonly #submitted: { id: string; mentorIds: string[]; watcher: Watcher }[] = []
  readonly #registered: string[] = []
  readonly #done = { kills: 0, endedConnections: 0, submissions: 0, mentors: 0, batches: 0 }
  #over = false

  constructor(database: TestDatabase, storm: Storm) {
    this.#database = database
    this.#storm = storm
    this.#choices = choices(storm.seed)
    this.#running = Array.from({ length: storm.servers }, () => undefined)
  }

  async run(): Promise<Record<string, number>> {
    const servers = this.#running.map((_, place) => this.#keepRunning(place))
    const work = [this.#kill(), this.#register(), ...Array.from({ length: SUBMITTERS }, () => this.#submit())]
    if (this.#storm.endedConnections > 0) work.push(this.#endConnections())
    const telling = setInterval(
      () => process.stderr.write(`storm ${this.#storm.seed}: ${JSON.stringify(this.#done)}\n`),
      60_000,
    )
    try {
      await Promise.race([Promise.all(work), Promise.all(servers)])
    } finally {
      clearInterval(telling)
      this.#over = true
      for (const server of this.#running) server?.kill('SIGKILL')
      for (const { watcher } of this.#submitted) await watcher.stop()
      await Promise.allSettled([...servers, ...work])
    }
    for (const { id, mentorIds, watcher } of this.#submitted) {
      await assertWhole(this.#database, id, [watcher], 'everybody registered', mentorIds)
    }
    await assertBatches(this.#database, this.#registered, this.#done.batches)
    return this.#done
  }

  get #rages(): boolean {
    const { kills, endedConnections } = this.#storm
    return !this.#over && (this.#done.kills < kills || this.#done.endedConnections < endedConnections)
  }

  readonly #anyServer = (): ServerProcess | undefined => {
    const up = this.#running.filter((server) => server !== undefined)
    return up[this.#choices.next().value.place % up.length]
  }

  async #keepRunning(place: number): Promise<void> {
    while (!this.#over) {
      const server = await startServer(this.#database.variables)
      if (this.#over) server.kill('SIGKILL')
      this.#running[place] = server
      const code = await server.exited
      this.#running[place] = undefined
      assert.equal(code, null, `a server ended by itself: ${server.stdout.slice(-2_000)} ${server.stderr}`)
    }
  }

  async #kill(): Promise<void> {
    while (this.#rages) {
      const { pauseMs, place } = this.#choices.next().value
      const running = () => this.#running[place % this.#running.length]
      while (!running() && !this.#over) await sleep(20)
      await sleep(this.#running.length > 1 ? pauseMs : 3 * pauseMs) // a lone server must get something done
      const server = running()
      if (!server) continue
      server.kill('SIGKILL')
      await server.exited
      this.#done.kills++
    }
  }

  async #endConnections(): Promise<void> {
    const administrator = await this.#database.openAdministratorSession()
    while (this.#rages) {
      const { pauseMs } = this.#choices.next().value
      await sleep(pauseMs / 3)
      const ended = await administrator.run(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 3`)
      this.#done.endedConnections += ended.length
    }
    await administrator.close()
  }

  async #submit(): Promise<void> {
    while (this.#rages) {
      const { size, place } = this.#choices.next().value
      const first = place % (MENTORS.length - size)
      const mentorIds = MENTORS.slice(first, first + size)
      const same = { mentorIds, idempotencyKey: crypto.randomUUID(), recordedAt: nextTime() }
      const id = await this.#untilAnswered(COORDINATOR, (client) => submitForAll(client, same))
      const watcher = new Watcher(id, this.#anyServer)
      this.#submitted.push({ id, mentorIds, watcher })
      await watcher.finished
      while (!(await this.#untilAnswered(COORDINATOR, (client) => isAudited(client, id)))) await sleep(20)
      this.#done.submissions++
      this.#done.mentors += size
    }
  }

  async #register(): Promise<void> {
    while (this.#rages) {
      const rows = freshRows(ROWS)
      const idempotencyKey = crypto.randomUUID()
      const { activityIds } = await this.#untilAnswered(BATCH_COORDINATOR, async (client) =>
        success(await bulkRegister(client, rows, { idempotencyKey })),
      )
      this.#registered.push(...activityIds)
      this.#done.batches++
    }
  }

  /** Sends something, to whichever server runs, until it is answered. */
  async #untilAnswered<T>(email: string, send: (client: GraphQLClient) => Promise<T>): Promise<T> {
    while (!this.#over) {
      const server = this.#anyServer()
      try {
        if (server) return await send(await server.client(email))
      } catch (error) {
        if (!isUnavailable(error)) throw error
      }
      await sleep(20)
    }
    throw new Error('the storm is over')
  }
}

interface Choice {
  pauseMs: number
  place: number
  size: number
}

function* choices(seed: number): Generator<Choice, never> {
  const choice = {
    pauseMs: fc.integer({ min: 200, max: 1_000 }),
    place: fc.nat(),
    size: fc.integer({ min: 1, max: 200 }),
  }
  const some = fc.sample(fc.record(choice), { seed, numRuns: 10_000 })
  while (true) yield* some
}

/** Whether a server was killed before it answered, or says that it has no connection to the database. */
function isUnavailable(error: unknown): boolean {
  if (error instanceof ClientError) {
    return (error.response.errors ?? []).every(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE')
  }
  return error instanceof TypeError // fetch's, for a connection that failed
}

/** That exactly these activities were registered in batches, and that each batch is in the audit log once. */
async function assertBatches(database: TestDatabase, activityIds: string[], batches: number): Promise<void> {
  const session = await database.openAdministratorSession()
  const coordinator = demoId(BATCH_COORDINATOR)
  try {
    const records = await session.run(
      `SELECT id FROM public.activity_records WHERE recorded_by_user_id = '${coordinator}' AND created_at > recorded_at AND recorded_at >= '2025-01-01' ORDER BY id`,
    )
    assert.deepEqual(
      records.map(({ id }) => id),
      activityIds.toSorted(),
    )
    const entries = await session.run(
      `SELECT count(*)::integer AS entries FROM public.proxy_audit_log WHERE kind = 'atomic_batch' AND acting_coordinator_id = '${coordinator}'`,
    )
    assert.deepEqual(entries, [{ entries: batches }])
  } finally {
    await session.close()
  }
}
