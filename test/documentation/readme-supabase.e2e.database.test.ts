import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { nodes, runScript } from './nodes.ts'

const SECTION = /^## Coming from Supabase\n(.*?)(?=^## |$(?![\s\S]))/ms

let example: string
beforeAll(async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const section = SECTION.exec(readme)?.[1] ?? ''
  example = /^```js\n(.*?)^```$/ms.exec(section)?.[1] ?? ''
})

describe.each(nodes)(
  'what the README shows to those who come from Supabase, on Node $version',
  ({ node }) => {
    it('registers once, run twice, and answers the same both times', async () => {
      const database = await createTestDatabase()
      onTestFinished(database.drop)
      await using server = await startServer(database.variables)
      const token = await server.token('coordinator@oslo.example')
      const here = example.replaceAll('http://127.0.0.1:4000', server.url)
      expect(here).not.toBe(example)
      const first = await runScript(node, here, { TOKEN: token })
      expect(first).toMatch(/^200 \[ '[0-9a-f-]{36}' \]\n$/)
      expect(await runScript(node, here, { TOKEN: token })).toBe(first)
    })
  },
)
