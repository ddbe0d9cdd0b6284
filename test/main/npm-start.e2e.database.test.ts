import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { createTestDatabase } from '../support/test-database.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

// A supervisor signals npm alone, a terminal all of the group at once.
it.each([
  ['SIGTERM to npm', 'SIGTERM', 1],
  ['SIGINT to npm and all below it', 'SIGINT', -1],
] as const)('npm start is stopped by %s: exit code 0, and the port is free', async (_, signal, group) => {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const npm = spawn('npm', ['start'], {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...database.variables },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const pid = npm.pid ?? Number.NaN
  onTestFinished(() => {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // nobody is left
    }
  })
  let output = ''
  npm.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await expect.poll(() => output, { timeout: 50_000 }).toContain('"msg":"listening"')
  const [, port] = /"port":(\d+)/.exec(output) ?? []
  const exited = once(npm, 'exit')
  process.kill(group * pid, signal)
  expect(await exited).toEqual([0, null])
  expect(output).toContain('"msg":"stopped"')
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow('fetch failed')
})
