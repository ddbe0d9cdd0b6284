import { it as base } from 'vitest'
import { slowRegistration } from '../../support/slow-registration.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'

/** A test that may have databases of its own, and may run beside others: whichever it opens are removed after it. */
export const it = base.extend<{ ownDatabase: () => Promise<TestDatabase> }>({
  async ownDatabase({ task: _ }, use) {
    const databases: TestDatabase[] = []
    await use(async () => {
      const database = await createTestDatabase()
      databases.push(database)
      await slowRegistration(database) // so that faults come in mid-run
      return database
    })
    for (const { drop } of databases) await drop()
  },
})
