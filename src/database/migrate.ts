import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { StartupError } from '../errors.ts'

/** One database session, for scripts. */
export interface Session {
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** Runs several statements, whatever quoting they use. */
  script: (sql: string) => Promise<void>
}

interface Migration {
  name: string
  sql: string
  /** As Prisma computes it: SHA-256 of the file, in hexadecimal. */
  checksum: string
}

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)

// The number is Prisma's own, so that `prisma migrate deploy` and Rollcall wait for each other.
const LOCK = 72_707_369

// Prisma's own bookkeeping, as its schema engine creates it.
const BOOKS = `
  CREATE TABLE IF NOT EXISTS public._prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`

/** The migrations in `prisma/migrations`, in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, MIGRATIONS), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Applies the migrations that a database lacks: all of them in one transaction, so that it ends up with all or none.
 * Several servers may call this at once; one applies, the others wait and find nothing left to do.
 *
 * @returns the names of those applied
 * @throws StartupError where one fails, or an applied one was changed afterwards, is unknown here, or had failed under
 *   Prisma
 */
export async function migrate(session: Session): Promise<string[]> {
  const migrations = await readMigrations()
  await session.script('BEGIN')
  try {
    await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const [books] = await session.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS kept`)
    if (!books?.kept) await session.script(BOOKS)
    const applied = await session.query(
      'SELECT migration_name AS name, checksum, finished_at FROM public._prisma_migrations WHERE rolled_back_at IS NULL',
    )
    const pending = pendingAfter(applied as unknown as AppliedMigration[], migrations)
    for (const { name, sql, checksum } of pending) {
      await session.script(sql)
      await session.query(
        `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, now(), 1)`,
        [randomUUID(), checksum, name],
      )
    }
    await session.script('COMMIT')
    return pending.map(({ name }) => name)
  } catch (error) {
    await session.script('ROLLBACK').catch(() => {}) // the session may be what failed
    throw error instanceof StartupError ? error : failed(error)
  }
}

/** What the database says about its own tables and roles is for whoever migrates it: no user's data is in it. */
function failed(cause: unknown): StartupError {
  const { message, code, hint } = cause as { message?: string; code?: string; hint?: string }
  const advice = hint ?? (code === '42501' ? 'Use the login that owns the database.' : '')
  return new StartupError(`The migration failed; nothing was changed: ${message ?? ''}. ${advice}`.trim(), {
    cause,
  })
}

interface AppliedMigration {
  name: string
  checksum: string
  finished_at: unknown
}

function pendingAfter(applied: AppliedMigration[], migrations: Migration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum, finished_at } of applied) {
    const migration = known.get(name)
    if (!finished_at) {
      throw new StartupError(`The migration ${name} began but did not finish: see "prisma migrate resolve".`)
    }
    if (!migration) {
      throw new StartupError(
        `The database has a migration that this Rollcall does not know, ${name}: start a newer one.`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new StartupError(
        `The migration ${name} is not the one that was applied here. Is this the database or the data folder of another Rollcall? CHANGELOG.md says which can be taken over; otherwise choose a new one. Whoever changed the migration restores it, and puts the change into a new one.`,
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}
