import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import WebSocket from 'ws'
import { Progress } from '../../support/operations/bulk-submission.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { connect } from '../../support/socket-client.ts'
import { mentorsOf, type Submission, submitToTheEnd } from '../../support/submission.ts'
import { take } from '../../support/watched.ts'
import { watchServerSockets } from './server-sockets.ts'

const EMAIL = 'coordinator@tromso.example'
const everybody = mentorsOf('tromso.example', 250)
const SUBSCRIPTIONS = 4
// Each message names its operation: a long name makes few updates many bytes.
const NAME_LENGTH = 30_000

let app: RunningApp
let submission: Submission
const serverSockets = watchServerSockets()
beforeAll(async () => {
  app = await startApp()
  submission = await submitToTheEnd(await app.client(EMAIL), everybody)
})
afterAll(() => vi.restoreAllMocks())

/** A socket that asks for everything and then reads nothing. */
async function pausedReader(): Promise<{ socket: WebSocket; names: string[] }> {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const say = (message: object) => socket.send(JSON.stringify(message))
  const acknowledged = Promise.withResolvers<void>()
  socket.once('message', () => acknowledged.resolve())
  socket.once('error', acknowledged.reject)
  socket.once('open', async () =>
    say({ type: 'connection_init', payload: { Authorization: `Bearer ${await app.token(EMAIL)}` } }),
  )
  await acknowledged.promise
  socket.pause()
  // It can answer no ping now; otherwise the server takes it for gone, after a while, and hangs up.
  const sayingAlive = setInterval(() => socket.pong(), 1_000)
  onTestFinished(() => clearInterval(sayingAlive))
  const names = Array.from({ length: SUBSCRIPTIONS }, (_, n) => `${n}`.repeat(NAME_LENGTH))
  const payload = { query: print(Progress), variables: { id: submission.id, after: 0 } }
  for (const id of names) say({ type: 'subscribe', id, payload })
  return { socket, names }
}

describe('a reader that stops reading', () => {
  it('costs bounded memory, holds up nobody, and gets all of it once it reads again', async () => {
    const { socket, names } = await pausedReader()
    const [server] = serverSockets
    if (!server) throw new Error('the server has no socket')
    await vi.waitUntil(() => server.bufferedAmount > 0, { timeout: 20_000 })

    await using reader = await connect(app, EMAIL)
    let most = 0
    for (let round = 0; round < 2; round++) {
      expect(await take(reader.progress(submission.id))).toHaveLength(251)
      most = Math.max(most, server.bufferedAmount)
    }
    // Of 30 MB that are to come, an update or two of each subscription wait in this process.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(3 * SUBSCRIPTIONS * (NAME_LENGTH + 1_000))

    const received = new Map<string, number[]>()
    const complete = Promise.withResolvers<void>()
    let completed = 0
    socket.on('message', (data) => {
      const { id, type, payload } = JSON.parse(String(data))
      if (type === 'next') {
        received.set(id, [...(received.get(id) ?? []), payload.data.bulkProgress.sequence])
      } else if (type === 'complete' && ++completed === SUBSCRIPTIONS) complete.resolve()
    })
    socket.resume()
    await complete.promise
    for (const name of names) expect(received.get(name)).toEqual([...everybody.map((_, n) => n + 1), 250])
    socket.close()
  })

  it('does not keep the server from stopping', async () => {
    const { socket } = await pausedReader()
    await vi.waitUntil(() => (serverSockets.at(-1)?.bufferedAmount ?? 0) > 0, { timeout: 20_000 })
    const began = performance.now()
    await app.stop()
    expect(performance.now() - began).toBeLessThan(15_000)
    socket.terminate()
  })
})
