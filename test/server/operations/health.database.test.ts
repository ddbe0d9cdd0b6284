import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { bulkRegister, countSaved, freshRows } from '../../support/bulk-registration.ts'
import { ActivityTypes } from '../../support/operations/reads.ts'
import { type CommitFate, type PostgresProxy, startProxy } from '../../support/postgres-proxy.ts'
import { refusalOf } from '../../support/refusal.ts'
import { type RunningApp, startApp, startAppOn } from '../../support/running-app.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'

const get = async (app: RunningApp, path: string) => {
  const response = await fetch(`${app.url}${path}`)
  return { status: response.status, body: await response.json() }
}

describe('the checks of a server that runs', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app.stop())

  it('say that it answers and can use its database, to anybody', async () => {
    expect(await get(app, '/health')).toEqual({ status: 200, body: { status: 'ok' } })
    expect(await get(app, '/ready')).toEqual({ status: 200, body: { status: 'ready' } })
  })

  it('are at their own addresses only', async () => {
    expect((await fetch(`${app.url}/elsewhere/health`)).status).toBe(404)
    expect((await fetch(`${app.url}/ready/`)).status).toBe(404)
    const query = encodeURIComponent('{ __typename }')
    expect(await get(app, `/graphql?query=${query}&variables={}&operationName=/health`)).toMatchObject({
      body: { errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] },
    })
  })

  it('fill no log', async () => {
    const before = app.logLines.length
    await get(app, '/health')
    await get(app, '/ready')
    expect(app.logLines.slice(before)).toEqual([])
  })
})

describe('when the database is closed', () => {
  it('Rollcall is healthy but not ready', async () => {
    const app = await startApp()
    await app.stop()
    const status = async (path: string) => (await app.app.fetch(new Request(`http://rollcall${path}`))).status
    expect(await status('/health')).toBe(200)
    expect(await status('/ready')).toBe(503)
  })
})

// The embedded database can't be away: it is in the same process.
describe.runIf(inject('template').kind === 'postgresql')('when the database server is away', () => {
  let database: TestDatabase
  let proxy: PostgresProxy
  let app: RunningApp
  let oslo: GraphQLClient
  beforeAll(async () => {
    database = await createTestDatabase()
    proxy = await startProxy(database.variables.DATABASE_URL as string)
    app = await startAppOn(database, { DATABASE_URL: proxy.url })
    oslo = await app.client('coordinator@oslo.example')
  })
  afterAll(async () => {
    await app.stop()
    await proxy.close()
    await database.drop()
  })

  const unavailable = {
    code: 'SERVICE_UNAVAILABLE',
    message: 'The database can’t be used at the moment. Try again.',
  }

  it('Rollcall lives, says so, asks clients to come again, and serves them once it is back', async () => {
    await oslo.request(ActivityTypes)
    await proxy.close()

    expect((await get(app, '/health')).status).toBe(200)
    expect(await get(app, '/ready')).toEqual({ status: 503, body: { status: 'database unavailable' } })
    const rows = freshRows(3)
    expect((await refusalOf(oslo.request(ActivityTypes))).errors).toMatchObject([unavailable])
    expect((await refusalOf(bulkRegister(oslo, rows))).errors).toMatchObject([unavailable])

    await proxy.open()
    await vi.waitFor(async () => expect((await get(app, '/ready')).status).toBe(200), { timeout: 15_000 })
    expect(await countSaved(oslo, rows)).toBe(0)
    await bulkRegister(oslo, rows)
    expect(await countSaved(oslo, rows)).toBe(3)
  })

  it.each<[CommitFate, saved: number]>([
    ['is lost', 0],
    ['is not answered', 50],
  ])('a batch whose COMMIT %s can be repeated under its key: it is registered once', async (fate, saved) => {
    const rows = freshRows(50)
    const options = { idempotencyKey: `a batch whose COMMIT ${fate}` }
    proxy.fate = () => fate
    expect((await refusalOf(bulkRegister(oslo, rows, options))).errors).toMatchObject([unavailable])
    proxy.fate = () => 'passes'
    expect(await countSaved(oslo, rows)).toBe(saved)
    expect(await bulkRegister(oslo, rows, options)).toMatchObject({ replayed: saved > 0 })
    expect(await countSaved(oslo, rows)).toBe(50)
  })
})
