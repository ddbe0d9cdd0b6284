import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { type ObservedServer, startObserved } from '../support/observed-server.ts'
import { ViewerAccount } from '../support/operations/reads.ts'
import { openLoggedIn, type ProtocolSocket } from '../support/protocol-socket.ts'
import { connect } from '../support/socket-client.ts'
import { accepted, mentorsOf, submit, submitToTheEnd } from '../support/submission.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { take } from '../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'
const NEIGHBOUR = 'coordinator@oslo.example'
const SOCKETS = 200
const SUBSCRIPTIONS = 2
// Each message names its operation: a long name makes few updates many bytes. Here 4 GB are to come, 19 MB a socket,
// which is more than systems take between a server that writes and a client that does not read.
const NAME_LENGTH = 60_000
const MENTORS = 160
const MEGABYTE = 1_000_000

let database: TestDatabase
let server: ObservedServer
beforeAll(async () => {
  database = await createTestDatabase()
  server = await startObserved({ ...database.variables, MAX_SOCKETS_PER_USER: String(SOCKETS) })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database.drop()
})

/** Sockets that ask for everything and then read nothing. */
async function pausedReaders(id: string): Promise<ProtocolSocket[]> {
  const token = await server.token(EMAIL)
  const opened = await Promise.all(Array.from({ length: SOCKETS }, () => openLoggedIn(server.url, token)))
  const payload = { query: `subscription { bulkProgress(submissionId: "${id}", after: 0) { sequence } }` }
  for (const { socket, send } of opened) {
    socket.pause()
    for (let n = 0; n < SUBSCRIPTIONS; n++)
      send({ type: 'subscribe', id: `${n}`.repeat(NAME_LENGTH), payload })
  }
  return opened
}

/** How many connections of the server have bytes waiting in its process that nobody takes, and how many bytes. */
async function waiting(): Promise<{ connections: number; bytes: number }> {
  const lengths = (await server.evaluate(
    'process._getActiveHandles().map(({ writableLength }) => writableLength).filter((length) => length > 20_000)',
  )) as number[]
  return { connections: lengths.length, bytes: lengths.reduce((sum, length) => sum + length, 0) }
}

async function openThere(): Promise<{ sockets: number | undefined; watchers: number | undefined }> {
  const metrics = await server.metrics()
  return {
    sockets: metrics.get('rollcall_sockets_open'),
    watchers: metrics.get('rollcall_progress_watchers'),
  }
}

describe('two hundred readers that stop reading', () => {
  it('cost bounded memory, hold up nobody, and leave nothing behind', { timeout: 120_000 }, async () => {
    const { id } = await submitToTheEnd(await server.client(EMAIL), mentorsOf('tromso.example', MENTORS))
    const before = await server.liveBytes()
    const readers = await pausedReaders(id)
    // Otherwise the server takes them for gone, after a while, and hangs up.
    const sayingAlive = setInterval(() => {
      for (const { socket } of readers) socket.pong()
    }, 3_000)
    onTestFinished(() => clearInterval(sayingAlive))

    await vi.waitFor(async () => expect((await waiting()).connections).toBe(SOCKETS), 60_000)
    const all = { sockets: SOCKETS, watchers: SOCKETS * SUBSCRIPTIONS }
    const most = { bytes: SOCKETS * SUBSCRIPTIONS * (NAME_LENGTH + 2_000), live: before + 150 * MEGABYTE }
    expect((await waiting()).bytes).toBeLessThan(most.bytes)

    const neighbour = await server.client(NEIGHBOUR)
    expect((await neighbour.request(ViewerAccount)).viewer.id).toBe(demoId(NEIGHBOUR))
    {
      await using watcher = await connect(server, NEIGHBOUR)
      const run = accepted(await submit(neighbour, mentorsOf('oslo.example', 24)))
      const updates = await take(watcher.progress(run.id))
      expect(updates.map(({ sequence }) => sequence)).toEqual([
        ...Array.from({ length: 24 }, (_, n) => n + 1),
        24,
      ])
    }

    await vi.waitFor(async () => expect(await openThere()).toEqual(all))
    expect((await waiting()).bytes).toBeLessThan(most.bytes)
    expect(await server.liveBytes()).toBeLessThan(most.live)

    clearInterval(sayingAlive)
    for (const [index, { socket }] of readers.entries()) {
      if (index % 2 === 0) socket.terminate()
      else (socket as unknown as { _socket: Socket })._socket.resetAndDestroy()
    }
    await vi.waitFor(async () => expect(await openThere()).toEqual({ sockets: 0, watchers: 0 }), 30_000)
    expect((await server.liveBytes()) - before).toBeLessThan(10 * MEGABYTE)
    expect(server.complaints()).toBe('')
  })
})
