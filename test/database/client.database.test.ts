import pino from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/env.ts'
import { StartupError } from '../../src/errors.ts'
import { createTestDatabase } from '../support/test-database.ts'

it('a database with a migration that is unknown here is refused, and nothing of it is left open', async () => {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const session = await database.openSession()
  await session.query(
    `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ('a later one', '', '29991231000000_later', now())`,
  )
  await session.close()

  const start = createApp(parseEnv(database.variables), pino({ level: 'silent' }))
  await expect(start).rejects.toThrow(StartupError)
  await expect(start).rejects.toThrow('29991231000000_later: start a newer one.')

  const again = await database.openSession()
  await again.close()
})
