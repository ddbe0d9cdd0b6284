import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { freePort } from '../support/free-port.ts'
import { type RunningApp, startAppOn } from '../support/running-app.ts'
import { type ChildProgram, runProgram } from '../support/server-process.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { expectWholeStory } from './whole-story.ts'

async function testDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  return database
}

const testVariables = async () => (await testDatabase()).variables

/** A server in this process. */
async function runningServer(): Promise<RunningApp> {
  const app = await startAppOn(await testDatabase())
  onTestFinished(app.stop)
  return app
}

function runDemo(variables: Record<string, string>, ...args: string[]): ChildProgram {
  return runProgram('demo/main.ts', variables, args)
}

describe('npm run demo', () => {
  it('tells against a running server what happened, at every run anew, and leaves the server running', async () => {
    const server = await runningServer()
    const here = { ...server.database.variables, PORT: new URL(server.url).port }
    for (const run of ['first', 'second']) {
      await using demo = runDemo(here, 'oslo')
      expect(await demo.exited, `${run} run: ${demo.stderr}`).toBe(0)
      expect(demo.stderr).toBe('')
      expect(demo.stdout).toContain(`At ${server.url} as Coordinator Oslo.\n`)
      expect(demo.stdout).not.toContain('starting one')
      expectWholeStory(demo.stdout, 24)
      expect(demo.stdout).toContain(`  ${demoId('mentor1@bergen.example')}  PEER_MENTOR_NOT_FOUND  `)
      expect(demo.stdout, 'a bar that redraws itself where there is no terminal').not.toContain('\r')
    }
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  })

  it('starts a server where none runs, and stops it at the end', async () => {
    const database = await testDatabase()
    await using demo = runDemo(database.variables)
    expect(await demo.exited, demo.stderr).toBe(0)
    expect(demo.stdout).toMatch(/^No server runs at \S+: starting one, /)
    expectWholeStory(demo.stdout, 60)

    const [, url] = /^At (\S+) as Coordinator Bergen\.$/m.exec(demo.stdout) ?? []
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed')
    const again = await startAppOn(database) // it left the place free
    await again.stop()
  })
})

describe('npm run demo ends with exit code 1 and one clear sentence', () => {
  async function refusal(variables: Record<string, string>, ...args: string[]): Promise<string> {
    await using demo = runDemo(variables, ...args)
    expect(await demo.exited, demo.stdout).toBe(1)
    return demo.stderr
  }

  it('where nothing answers at --url', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    expect(await refusal(await testVariables(), '--url', url)).toBe(
      `No server answers at ${url}. Start one there, or leave --url out to have one started.\n`,
    )
  })

  it('where something else answers', async () => {
    const other = createServer((_, response) => response.end('hello'))
    const address = await listen(other)
    onTestFinished(() => void other.close())
    expect(await refusal({ ...(await testVariables()), PORT: new URL(address).port })).toBe(
      `What answers at ${address} is not Rollcall. Choose another place with --url or PORT.\n`,
    )
  })

  it('where the server has another secret', async () => {
    const server = await runningServer()
    const foreign = { ...server.database.variables, JWT_SECRET: 'a secret of at least 32 characters' }
    expect(await refusal(foreign, '--url', server.url)).toMatch(
      new RegExp(`^The server at ${RegExp.escape(server.url)} refuses the demo’s token: [^\n]+\n$`),
    )
  })

  it('where none can be started', async () => {
    const variables = await testVariables()
    expect(await refusal({ ...variables, HOST: '203.0.113.1' })).toMatch(
      /^The server could not be started\. This machine has no address 203\.0\.113\.1\. [^\n]+\n$/,
    )
  })

  it('outside the demo', async () => {
    const settings = { DEMO: 'false', JWT_SECRET: 'a secret of at least 32 characters' }
    expect(await refusal({ ...(await testVariables()), ...settings })).toMatch(
      /^The demo needs a server in demo mode: [^\n]+\n$/,
    )
  })

  it('when it is called wrongly', async () => {
    expect(await refusal({}, 'oslo', 'bergen')).toMatch(/^Usage: [^\n]+\n$/)
  })
})

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
