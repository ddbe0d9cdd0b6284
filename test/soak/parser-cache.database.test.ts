import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ObservedServer, startObserved } from '../support/observed-server.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

const QUERIES = 60
const MEGABYTE = 1_000_000

let database: TestDatabase
let server: ObservedServer
beforeAll(async () => {
  database = await createTestDatabase()
  server = await startObserved(database.variables)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database.drop()
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
