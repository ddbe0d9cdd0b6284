import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { runProgram, startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'

const SECTION = /^## Coming from Supabase\n(.*?)(?=^## |$(?![\s\S]))/ms

let example: string
beforeAll(async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const section = SECTION.exec(readme)?.[1] ?? ''
  example = /^```js\n(.*?)^```$/ms.exec(section)?.[1] ?? ''
})

describe('what the README shows to those who come from Supabase', () => {
  it('registers the first time, and names the duplicate the second time', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    await using server = await startServer(database.variables)
    const token = await server.token('coordinator@oslo.example')
    const here = example.replaceAll('http://127.0.0.1:4000', server.url)
    expect(here).not.toBe(example)
    const run = async () => {
      await using program = runProgram('--input-type=module', { TOKEN: token }, ['--eval', here])
      expect(await program.exited, program.stderr).toBe(0)
      return program.stdout
    }
    expect(await run()).toMatch(/^200 \[ '[0-9a-f-]{36}' \]\n$/)
    expect(await run()).toMatch(/^409 \[\s+\{[^}]*index: 0,[^}]*code: 'DUPLICATE_ACTIVITY'/)
  })
})
