import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/running-app.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
const blocks = Array.from(readme.matchAll(/^```(\w+)\n(.*?)^```$/gms), ([, language, text = '']) => ({
  language,
  text,
}))
const command = blocks.find(({ text }) => text.includes('curl'))?.text ?? ''
const answers = blocks.filter(({ language }) => language === 'json').map(({ text }) => JSON.parse(text))

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

describe('the README', () => {
  it('shows a command that answers as it says, the first time and the second', async () => {
    expect(answers).toHaveLength(2)
    for (const answer of answers) expect(withoutIds(await run(command))).toEqual(withoutIds(answer))
  })
})

async function run(command: string): Promise<unknown> {
  const here = command.replaceAll('http://127.0.0.1:4000', app.url)
  expect(here).not.toBe(command)
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], {
    cwd: repository,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...app.database.variables },
  })
  return JSON.parse(stdout)
}

function withoutIds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'id' ? '(an id)' : value)))
}
