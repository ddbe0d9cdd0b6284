import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { nodes, runScript } from './nodes.ts'

const SECTION = /^## One activity for many mentors\n(.*?)(?=^## |$(?![\s\S]))/ms
const COORDINATOR = 'coordinator@oslo.example'

let follow: string
let curl: string
beforeAll(async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const section = SECTION.exec(readme)?.[1] ?? ''
  follow = /^```js\n(.*?)^```$/ms.exec(section)?.[1] ?? ''
  curl = /^```sh\n(curl .*?)^```$/ms.exec(section)?.[1] ?? ''
})

describe.each(nodes)(
  'what the README says about one activity for many mentors, on Node $version',
  ({ node }) => {
    it('submits once, follows every mentor to the end over graphql-ws, and reads the same by curl', async () => {
      const database = await createTestDatabase()
      onTestFinished(database.drop)
      await using server = await startServer(database.variables)
      const token = await server.token(COORDINATOR)
      const here = (text: string) => text.replaceAll('127.0.0.1:4000', new URL(server.url).host)

      const printed = await runScript(node, here(follow), { TOKEN: token })
      expect(await runScript(node, here(follow), { TOKEN: token }), 'run twice').toBe(printed)
      const [accepted = '', ...lines] = printed.trimEnd().split(/\n(?=\{")/)
      expect(accepted).toContain('total: 24')
      const updates = lines.map((line) => JSON.parse(line))
      expect(updates.map(({ sequence }) => sequence)).toEqual([
        ...Array.from({ length: 24 }, (_, i) => i + 1),
        24,
      ])
      expect(updates.at(-1)).toMatchObject({ state: 'FINISHED', overallStatus: 'SUCCESS', outcome: null })
      expect(updates[0].outcome).toMatchObject({
        status: 'SUCCESS',
        mentor: { displayName: expect.any(String) },
      })

      const [, submission = ''] = /id: '([^']+)'/.exec(accepted) ?? []
      const { stdout } = await promisify(execFile)('sh', ['-c', here(curl)], {
        env: { PATH: process.env.PATH, TOKEN: token, SUBMISSION: submission },
      })
      const events = [...stdout.matchAll(/^data: (\{.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''))
      expect(events).toHaveLength(25)
      expect(events.at(-1)).toEqual({
        data: { bulkProgress: { sequence: 24, total: 24, state: 'FINISHED' } },
      })
    })
  },
)
