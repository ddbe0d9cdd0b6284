import { parseArgs } from 'node:util'
import { migrate } from '../src/database/migrate.ts'
import { openSession } from '../src/database/postgres.ts'
import { StartupError } from '../src/errors.ts'

// npm run migrate: applies the pending migrations to the database at DIRECT_DATABASE_URL, or else at DATABASE_URL.

try {
  parseArgs({}) // throws on any argument, because there are none
  const session = await openSession(readUrl())
  try {
    const applied = await migrate(session)
    for (const name of applied) process.stdout.write(`applied ${name}\n`)
    process.stdout.write(applied.length === 0 ? 'Nothing to apply: the database is up to date.\n' : 'Done.\n')
  } finally {
    await session.close()
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

function readUrl(): string {
  const name = process.env.DIRECT_DATABASE_URL ? 'DIRECT_DATABASE_URL' : 'DATABASE_URL'
  const url = process.env[name]
  if (!url) {
    throw new StartupError(
      'Set DATABASE_URL to the server to migrate. The embedded database is migrated whenever Rollcall starts.',
    )
  }
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StartupError(`${name} must be a postgres:// URL.`)
  }
  return url
}
