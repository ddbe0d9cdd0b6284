import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { bulkRegister, freshRow, freshRows } from '../../support/bulk-registration.ts'
import { freePort } from '../../support/free-port.ts'
import { holdWrites } from '../../support/held-writes.ts'
import { startProxy } from '../../support/postgres-proxy.ts'
import { progressOverSse } from '../../support/progress-stream.ts'
import { type RunningApp, startApp, startAppOn } from '../../support/running-app.ts'
import { accepted, mentorsOf, submit } from '../../support/submission.ts'
import { postToRpc, rowOf } from '../../support/supabase-client.ts'
import { createTestDatabase } from '../../support/test-database.ts'

// The embedded database carries out one write after another.
const CAPACITY = inject('template').kind === 'embedded' ? 1 : 20

let app: RunningApp
let address: string
beforeAll(async () => {
  const port = await freePort()
  address = `http://127.0.0.1:${port}/metrics`
  app = await startApp({ METRICS_PORT: String(port) })
})
afterAll(() => app.stop())

/** Every series with its value, histograms by their count alone. */
async function read(): Promise<Map<string, number>> {
  const text = await (await fetch(address)).text()
  const series = text.split('\n').filter((line) => line.startsWith('rollcall_') && !line.includes('_bucket'))
  return new Map(
    series.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
}

describe('metrics', () => {
  it('are served on a port of their own alone, in the format of Prometheus', async () => {
    const answer = await fetch(address)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/)
    expect((await fetch(`${app.url}/metrics`)).status).toBe(404)
    const other = await fetch(new URL('/other', address))
    expect({ status: other.status, body: await other.json() }).toEqual({
      status: 404,
      body: { code: 'NOT_FOUND', message: 'Here is nothing but /metrics.' },
    })
  })

  it('count requests by path and status, without letting callers make up series', async () => {
    await fetch(`${app.url}/made-up`)
    const series = await read()
    expect(series.get('rollcall_http_request_seconds_count{path="other",status="404"}')).toBeGreaterThan(0)
    expect([...series.keys()].filter((name) => name.includes('made-up'))).toEqual([])
  })

  it('count changes by their result', async () => {
    const before = await read()
    const coordinator = await app.client('coordinator@oslo.example')
    await bulkRegister(coordinator, freshRows(3))
    await bulkRegister(coordinator, [freshRow({ durationMinutes: 0 })])
    await bulkRegister(await app.client('mentor1@oslo.example'), freshRows(1))
    const after = await read()
    const grown = (result: string) => {
      const name = `rollcall_mutations_total{field="bulkRegisterActivities",result="${result}"}`
      return (after.get(name) ?? 0) - (before.get(name) ?? 0)
    }
    expect([grown('SUCCESS'), grown('ACTIVITIES_REJECTED'), grown('PERMISSION_DENIED')]).toEqual([1, 1, 1])
  })

  it('count calls through the RPC endpoint as the changes that they are', async () => {
    const name = (result: string) =>
      `rollcall_mutations_total{field="bulkRegisterActivities",result="${result}"}`
    const before = await read()
    const headers = { authorization: `Bearer ${await app.token('coordinator@oslo.example')}` }
    expect((await postToRpc(app, { activities: freshRows(2).map(rowOf) }, headers)).status).toBe(200)
    expect((await postToRpc(app, { activities: [{}] }, headers)).status).toBe(400)
    expect((await postToRpc(app, { activities: 'none' }, headers)).status).toBe(400)
    const after = await read()
    const grown = (result: string) => (after.get(name(result)) ?? 0) - (before.get(name(result)) ?? 0)
    expect([grown('SUCCESS'), grown('ACTIVITIES_REJECTED'), grown('FAILED')]).toEqual([1, 1, 0])
  })

  it('show an idle server at rest after a submission, and how soon its watcher was told', async () => {
    const email = 'coordinator@oslo.example'
    const writes = holdWrites()
    onTestFinished(() => void vi.restoreAllMocks())
    writes.holdAfter(5) // so that a watcher is there when the others are settled
    const { id } = accepted(await submit(await app.client(email), mentorsOf('oslo.example', 24)))
    for await (const _ of progressOverSse(app, email, id)) writes.release()
    // The stream ends a moment before the server has cleared up behind it.
    await vi.waitFor(async () => {
      const series = await read()
      expect(series.get('rollcall_writes_capacity')).toBe(CAPACITY)
      expect(series.get('rollcall_writes_in_flight')).toBe(0)
      expect(series.get('rollcall_progress_watchers')).toBe(0)
      expect(series.get('rollcall_sockets_open')).toBe(0)
      expect(series.get('rollcall_backlog_submissions')).toBe(0)
      expect(series.get('rollcall_backlog_mentors')).toBe(0)
      expect(series.get('rollcall_pool_waiting')).toBe(0)
      expect(series.get('rollcall_settle_to_notify_seconds_count')).toBeGreaterThan(0)
    }, 30_000)
  })
  it('count nobody as a watcher whose answer could not be streamed', async () => {
    const email = 'coordinator@oslo.example'
    const { id } = accepted(await submit(await app.client(email), mentorsOf('oslo.example', 1)))
    const operation = { query: `subscription { bulkProgress(submissionId: "${id}") { sequence } }` }
    const answer = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.token(email)}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(operation),
    })
    expect(answer.status).toBe(406)
    expect((await read()).get('rollcall_progress_watchers')).toBe(0)
  })
})

// The embedded database can't be away: it is in the same process.
describe.runIf(inject('template').kind === 'postgresql')('metrics while the database is away', () => {
  it('are told as far as they are known, and whole again once it is back', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    await using proxy = await startProxy(database.variables.DATABASE_URL as string)
    const port = await freePort()
    const beside = await startAppOn(database, { DATABASE_URL: proxy.url, METRICS_PORT: String(port) })
    onTestFinished(beside.stop)
    const scrape = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
      return { status: answer.status, text: await answer.text() }
    }
    expect((await scrape()).text).toMatch(/^rollcall_backlog_mentors 0$/m)
    await proxy.close()
    const away = await scrape()
    expect(away.status).toBe(200)
    expect(away.text).toMatch(/^rollcall_writes_capacity 20$/m)
    expect(away.text).not.toMatch(/^rollcall_backlog_(mentors|submissions) /m)
    await proxy.open()
    await vi.waitFor(
      async () => expect((await scrape()).text).toMatch(/^rollcall_backlog_submissions 0$/m),
      20_000,
    )
  })
})
