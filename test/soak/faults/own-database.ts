import { it as base } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'

/** A test that may have databases of its own, and may run beside others: whichever it opens are removed after it. */
export const it = base.extend<{ ownDatabase: () => Promise<TestDatabase> }>({
  async ownDatabase({ task: _ }, use) {
    const databases: TestDatabase[] = []
    await use(async () => {
      const database = await createTestDatabase()
      databases.push(database)
      return database
    })
    for (const { drop } of databases) await drop()
  },
})
