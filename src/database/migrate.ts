import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
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

// The first line of a migration that can't run in a transaction, such as CREATE INDEX CONCURRENTLY. It has one statement.
const OUTSIDE_A_TRANSACTION = '-- Outside a transaction.'

/**
 * Applies the migrations that a database lacks, all of them in one transaction, so that it ends up with all or none; but
 * one that asks for it runs by itself. Several servers may call this at once; one applies, the others wait and find
 * nothing left to do.
 *
 * @returns the names of those applied
 * @throws StartupError where one fails, or an applied one was changed afterwards, is unknown here, or had failed under
 *   Prisma
 */
export async function migrate(session: Session): Promise<string[]> {
  const applied: string[] = []
  await takeTurn(session)
  try {
    for (let next = await nextMigrations(session); next.length > 0; next = await nextMigrations(session)) {
      await apply(session, next)
      applied.push(...next.map(({ name }) => name))
    }
    return applied
  } catch (error) {
    throw error instanceof StartupError ? error : failed(error)
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {}) // the session may be what failed
  }
}

/**
 * The names of the migrations that a database lacks, for who only wants to know. The session may be any that may act as
 * rollcall_server.
 *
 * @throws StartupError as migrate does, where what was applied is not what is here
 */
export async function listPendingMigrations(session: Session): Promise<string[]> {
  const migrations = await readMigrations()
  const [present] = await session.query(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AND to_regrole('rollcall_server') IS NOT NULL AS kept`,
  )
  if (!present?.kept) return migrations.map(({ name }) => name)
  await session.script('SET ROLE rollcall_server')
  try {
    return pendingAfter(await readBooks(session), migrations).map(({ name }) => name)
  } catch (error) {
    // Books that its role can't read are older than the migration that lets it.
    if ((error as { code?: unknown }).code === '42501') return migrations.map(({ name }) => name)
    throw error
  } finally {
    await session.script('RESET ROLE')
  }
}

/** Asks again and again instead of waiting: a statement that waits would keep an index from being built concurrently. */
async function takeTurn(session: Session): Promise<void> {
  while (true) {
    const [turn] = await session.query('SELECT pg_try_advisory_lock($1) AS taken', [LOCK])
    if (turn?.taken) return
    await sleep(100)
  }
}

/** Those to apply together: up to the first one that runs by itself, or only that one. */
async function nextMigrations(session: Session): Promise<Migration[]> {
  const [books] = await session.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS kept`)
  const pending = pendingAfter(books?.kept ? await readBooks(session) : [], await readMigrations())
  const alone = pending.findIndex(isOutside)
  return alone === -1 ? pending : pending.slice(0, Math.max(alone, 1))
}

function isOutside({ sql }: Migration): boolean {
  return sql.startsWith(OUTSIDE_A_TRANSACTION)
}

async function apply(session: Session, migrations: readonly Migration[]): Promise<void> {
  const [first] = migrations
  if (first && isOutside(first)) {
    await session.script(first.sql)
    await enter(session, first)
    return
  }
  await session.script('BEGIN')
  try {
    // Who waits for a lock on a table holds up everybody behind it: better to give up, and try again later.
    await session.script(`SET LOCAL lock_timeout = '10s'`)
    await session.script(BOOKS)
    for (const migration of migrations) {
      await session.script(migration.sql)
      await enter(session, migration)
    }
    await session.script('COMMIT')
  } catch (error) {
    await session.script('ROLLBACK').catch(() => {}) // the session may be what failed
    throw error
  }
}

async function readBooks(session: Session): Promise<AppliedMigration[]> {
  const rows = await session.query(
    'SELECT migration_name AS name, checksum, finished_at FROM public._prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows as unknown as AppliedMigration[]
}

async function enter(session: Session, { name, checksum }: Migration): Promise<void> {
  await session.query(
    `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  )
}

const ADVICE: Record<string, string> = {
  '42501': 'Use the login that owns the database.',
  '55P03': 'Something else holds a table for longer than 10 s: try again when less is going on.',
}

/** What the database says about its own tables and roles is for whoever migrates it: no user's data is in it. */
function failed(cause: unknown): StartupError {
  const { message, code, hint } = cause as { message?: string; code?: string; hint?: string }
  const advice = hint ?? ADVICE[code ?? ''] ?? ''
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
