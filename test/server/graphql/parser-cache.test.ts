import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ObservedServer, startObserved } from '../../support/observed-server.ts'
import { postGraphql } from '../../support/post-graphql.ts'

const QUERIES = 60
const MEGABYTE = 1_000_000

let dataDir: string
let server: ObservedServer
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rollcall-queries-'))
  server = await startObserved({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true })
})

/** How much more the server holds after so many different queries, all of them of somebody without a token. */
async function keptOf(queryOf: (index: number) => string, code: string): Promise<number> {
  await postGraphql(server.url, { query: queryOf(QUERIES) })
  const before = await server.liveBytes()
  for (let index = 0; index < QUERIES; index++)
    expect((await postGraphql(server.url, { query: queryOf(index) })).code).toBe(code)
  return (await server.liveBytes()) - before
}

describe('what is kept of queries is bounded, however large they are', () => {
  it('where they are no GraphQL', async () => {
    const broken = (index: number) => `# ${index} ✓ ${'x'.repeat(400_000)}\n {`
    expect(await keptOf(broken, 'GRAPHQL_PARSE_FAILED')).toBeLessThan(20 * MEGABYTE)
  })

  it('where they could be run', async () => {
    const ids = '"x" '.repeat(5_500)
    const valid = (index: number) =>
      `{ a${index}: activityRecords(filter: { ids: [${ids}] }) { totalCount } }`
    expect(await keptOf(valid, 'UNAUTHENTICATED')).toBeLessThan(45 * MEGABYTE)
  })
})
