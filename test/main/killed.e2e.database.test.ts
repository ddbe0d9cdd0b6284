import { expect, it, onTestFinished } from 'vitest'
import { killAndRestart } from '../soak/faults/scenarios/killed.ts'
import { slowRegistration } from '../support/slow-registration.ts'
import { MENTORS } from '../support/submit-for-all.ts'
import { createTestDatabase } from '../support/test-database.ts'

it('a submission survives kill -9 in mid-run: everybody once, seen once, audited once', async () => {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  await slowRegistration(database)
  expect((await killAndRestart(database, 1, MENTORS.slice(0, 100))).killedAt).toHaveLength(1)
})
