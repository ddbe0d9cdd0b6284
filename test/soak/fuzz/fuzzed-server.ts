import { expect, inject, vi } from 'vitest'
import { bulkRegister, freshRows, success } from '../../support/bulk-registration.ts'
import { type ObservedServer, startObserved } from '../../support/observed-server.ts'
import { ViewerAccount } from '../../support/operations/reads.ts'
import { postGraphql } from '../../support/post-graphql.ts'
import { connect } from '../../support/socket-client.ts'
import { accepted, mentorsOf, submit } from '../../support/submission.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'
import { type Operation, operationsOn } from './operations.ts'

const EMAIL = 'coordinator@oslo.example'

/** The same messages with each run; printed where one does harm. */
export const SEED = 20_261_121

/** By how much what a server at rest has in memory may differ, in bytes: in `npm run soak`, a leak of 1 KB a message would be
 * more. */
export const NOISE = 10_000_000

// All of them on the embedded database alone: parsers care for no database, and those that reach it are enough elsewhere.
const SHARE = inject('template').kind === 'embedded' ? 1 : 0.2

/** How many messages to send on this database, of those that are meant for the embedded one. */
export const share = (count: number): number => Math.round(count * SHARE)

/** A server of its own process, to be sent anything. */
export interface FuzzedServer {
  server: ObservedServer
  database: TestDatabase
  /** Of a coordinator and of a mentor. */
  tokens: [string, string]
  /** What is sent to it, before it is changed. */
  operations: Operation[]
  /** Waits until it does nothing and nobody is connected, as at its beginning; gives what it then has in memory, in bytes. */
  atRest: () => Promise<number>
}

/** Starts a server over a database of its own, with a submission that has finished. */
export async function startFuzzed(): Promise<FuzzedServer> {
  const database = await createTestDatabase()
  const server = await startObserved({ ...database.variables, MAX_MUTATIONS_PER_MINUTE: '1000000' })
  const { id } = accepted(await submit(await server.client(EMAIL), mentorsOf('oslo.example', 5)))
  // Who looks at its metrics is connected too, and its one session beside the pool.
  const connections = database.kind === 'embedded' ? 1 : 2
  return {
    server,
    database,
    tokens: [await server.token(EMAIL), await server.token('mentor1@oslo.example')],
    operations: operationsOn(id),
    async atRest() {
      await vi.waitFor(async () => expect(await workOf(server)).toEqual({ ...NO_WORK, connections }), 30_000)
      await fillKnownQueries(server)
      return server.liveBytes()
    },
  }
}

/** What the server keeps of queries has its bounds, and is of one size from here on. */
async function fillKnownQueries({ url }: ObservedServer): Promise<void> {
  const ids = '"x" '.repeat(5_500)
  for (let index = 0; index < 15; index++)
    await postGraphql(url, {
      query: `{ a${index}: activityRecords(filter: { ids: [${ids}] }) { totalCount } }`,
    })
}

const NO_WORK = { sockets: 0, watchers: 0, submissions: 0 }

async function workOf(server: ObservedServer) {
  const metrics = await server.metrics()
  const connections = metrics.get('nodejs_active_resources{type="TCPSocketWrap"}') ?? 0
  return {
    sockets: metrics.get('rollcall_sockets_open'),
    watchers: metrics.get('rollcall_progress_watchers'),
    submissions: metrics.get('rollcall_backlog_submissions'),
    connections: connections - (metrics.get('rollcall_pool_connections') ?? 0),
  }
}

/** That a server answers a query, a batch and a subscription, and has complained about nothing all the while. */
export async function expectUnharmed(server: ObservedServer): Promise<void> {
  const client = await server.client(EMAIL)
  expect((await client.request(ViewerAccount)).viewer.displayName).toBe('Coordinator Oslo')
  expect(success(await bulkRegister(client, freshRows(3))).activityIds).toHaveLength(3)
  const { id } = accepted(await submit(client, mentorsOf('oslo.example', 3)))
  {
    await using follower = await connect(server, EMAIL)
    const sequences: number[] = []
    for await (const { sequence } of follower.progress(id)) sequences.push(sequence)
    expect(sequences).toEqual([1, 2, 3, 3])
  }
  const failures = server.stdout.split('\n').filter((line) => /"level":[56]0/.test(line))
  expect({ failures, complaints: server.complaints() }).toEqual({ failures: [], complaints: '' })
}
