import { connect, createServer, type Socket } from 'node:net'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { startProxy } from '../support/postgres-proxy.ts'
import { runProgram } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'

vi.setConfig({ testTimeout: 120_000 }) // whole starts of whole servers, some beside others

const TRYING_AGAIN = /"msg":"the database can’t be used yet: trying again"/

/** A place that takes connections to a PostgreSQL server, and cuts the first so many when they first speak. */
async function startCutter(url: string, cuts: number): Promise<{ url: string } & AsyncDisposable> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let left = cuts
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream)
    upstream.once('data', () => left-- > 0 && client.destroy()).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const cutUrl = new URL(url)
  cutUrl.host = `127.0.0.1:${port}`
  return {
    url: cutUrl.href,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Starts a server whose database can't be reached until the proxy in front of it is opened. */
async function startBeforeDatabase() {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const proxy = await startProxy(database.variables.DATABASE_URL ?? '')
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  await proxy.close()
  const server = runProgram('src/main.ts', { PORT: '0', ...database.variables, DATABASE_URL: proxy.url })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return { proxy, server }
}

// The embedded database is in the server's process: no connection to it can be cut.
describe.runIf(inject('template').kind === 'postgresql')('a server that starts', () => {
  it('tries again where its connection is cut, and says so', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    await using cutter = await startCutter(database.variables.DATABASE_URL ?? '', 2)
    await using server = runProgram('src/main.ts', {
      PORT: '0',
      ...database.variables,
      DATABASE_URL: cutter.url,
    })
    await server.printed(/"msg":"listening"/)
    expect(server.stdout).toMatch(TRYING_AGAIN)
    expect(server.stderr).toBe('')
  })

  it('waits some seconds for a database that is not there yet', async () => {
    const { proxy, server } = await startBeforeDatabase()
    await server.printed(TRYING_AGAIN)
    await proxy.open()
    await server.printed(/"msg":"listening"/)
  })

  it('ends in order where it is stopped while it waits', async () => {
    const { server } = await startBeforeDatabase()
    await server.printed(TRYING_AGAIN)
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
    expect(server.stderr).toBe('')
    expect(server.stdout).toMatch(/"msg":"stopping"/)
  })

  it('gives up after some seconds, with one sentence and exit code 1', async () => {
    const { server } = await startBeforeDatabase()
    expect(await server.exited).toBe(1)
    expect(server.stderr).toMatch(
      /^Can’t reach database "\S+" on \S+ \(ECONNREFUSED\)\. Check DATABASE_URL, .+\n$/,
    )
  })
})
