import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartupError } from '../errors.ts'

/** One database session. */
export interface Session {
  /** Runs one statement, and returns its rows. */
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** Runs several statements, without values. */
  script: (sql: string) => Promise<void>
  /** The data folder that the embedded database is in; undefined on a server. */
  folder?: string
}

/** A folder of `prisma/migrations`. */
export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file in hexadecimal, as Prisma computes it. */
  checksum: string
}

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)

// The number is Prisma's own, so that `prisma migrate deploy` and Rollcall wait for each other.
const LOCK = 72_707_369

// Prisma's own table of applied migrations, as its schema engine creates it.
const MIGRATIONS_TABLE = `
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

/** The migrations in `prisma/migrations`, in the order of their names, which begin with a date. */
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

// A migration that can't run in a transaction, such as CREATE INDEX CONCURRENTLY, has this as its first line, and has
// one statement only.
const OUTSIDE_A_TRANSACTION = '-- Outside a transaction.'

/**
 * Applies the migrations that a database lacks. They run in one transaction, so that all of them are applied or none.
 * Only a migration that can't run in a transaction is applied by itself, after those before it. Several servers may
 * call this at once: one applies, the others wait and find nothing left to do.
 *
 * @param migrations all that the database should have, in order; those in `prisma/migrations` where not given
 * @returns the names of those applied
 * @throws StartupError where a migration fails, or where one that was applied has been changed since, is unknown here,
 *   or was left unfinished by Prisma
 */
export async function migrate(session: Session, migrations?: readonly Migration[]): Promise<string[]> {
  const known = migrations ?? (await readMigrations())
  const applied: string[] = []
  await takeLock(session)
  try {
    for (const next of groups(await pending(session, known))) {
      await apply(session, next)
      applied.push(...next.map(({ name }) => name))
    }
    return applied
  } catch (error) {
    throw error instanceof StartupError ? error : migrationFailed(error, applied)
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch(() => {}) // the session may be what failed
  }
}

/**
 * The names of the migrations that a database lacks. Applies nothing.
 *
 * @param session its login must be allowed to SET ROLE rollcall_server, once that role exists
 * @throws StartupError where a migration that was applied has been changed since, is unknown here, or is unfinished
 */
export async function listPendingMigrations(session: Session): Promise<string[]> {
  const migrations = await readMigrations()
  const [state] = await session.query(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AND to_regrole('rollcall_server') IS NOT NULL AS initialised`,
  )
  if (!state?.initialised) return migrations.map(({ name }) => name)
  await session.script('SET ROLE rollcall_server')
  try {
    return pendingAfter(await readApplied(session), migrations, session).map(({ name }) => name)
  } catch (error) {
    // A migration grants rollcall_server the right to read the table: without the right, none has been applied.
    if ((error as { code?: unknown }).code === '42501') return migrations.map(({ name }) => name)
    throw error
  } finally {
    await session.script('RESET ROLE')
  }
}

/**
 * Waits for the lock by asking repeatedly. A session that waits inside pg_advisory_lock has an open snapshot, and
 * CREATE INDEX CONCURRENTLY in the session that has the lock would wait for that: the two would wait for each other.
 */
async function takeLock(session: Session): Promise<void> {
  while (true) {
    const [lock] = await session.query('SELECT pg_try_advisory_lock($1) AS taken', [LOCK])
    if (lock?.taken) return
    await sleep(100)
  }
}

/** Those that the database lacks. */
async function pending(session: Session, migrations: readonly Migration[]): Promise<Migration[]> {
  const [table] = await session.query(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present`,
  )
  return pendingAfter(table?.present ? await readApplied(session) : [], migrations, session)
}

/** Splits migrations into those that are applied together: each that can't run in a transaction is alone. */
function groups(migrations: readonly Migration[]): Migration[][] {
  const split: Migration[][] = []
  for (const migration of migrations) {
    const last = split.at(-1)
    if (last?.[0] && !isOutside(last[0]) && !isOutside(migration)) last.push(migration)
    else split.push([migration])
  }
  return split
}

function isOutside({ sql }: Migration): boolean {
  return sql.startsWith(OUTSIDE_A_TRANSACTION)
}

async function apply(session: Session, migrations: readonly Migration[]): Promise<void> {
  const [first] = migrations
  if (first && isOutside(first)) {
    await session.script(first.sql)
    await recordApplied(session, first)
    return
  }
  await session.script('BEGIN')
  try {
    // While this session waits for a lock on a table, all later statements on that table wait behind it. So it gives up
    // after a while, and the migration can be tried again at a quieter time.
    await session.script(`SET LOCAL lock_timeout = '10s'`)
    await session.script(MIGRATIONS_TABLE)
    for (const migration of migrations) {
      await session.script(migration.sql)
      await recordApplied(session, migration)
    }
    await session.script('COMMIT')
  } catch (error) {
    await session.script('ROLLBACK').catch(() => {}) // the session may be what failed
    throw error
  }
}

async function readApplied(session: Session): Promise<AppliedMigration[]> {
  const rows = await session.query(
    'SELECT migration_name AS name, checksum, finished_at FROM public._prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows as unknown as AppliedMigration[]
}

async function recordApplied(session: Session, { name, checksum }: Migration): Promise<void> {
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

/** The error to show. It may quote the database: its message names tables and roles, and has no data of users in it. */
function migrationFailed(cause: unknown, applied: readonly string[]): StartupError {
  const { message, code, hint } = cause as { message?: string; code?: string; hint?: string }
  const advice = hint ?? ADVICE[code ?? ''] ?? ''
  const changed = applied.length > 0 ? `applied before it: ${applied.join(', ')}` : 'nothing was changed'
  return new StartupError(`The migration failed; ${changed}: ${message ?? ''}. ${advice}`.trim(), { cause })
}

interface AppliedMigration {
  name: string
  checksum: string
  finished_at: unknown
}

// Rollcall 0.1.0 had it, and no later version has it: they begin with other migrations.
const ONLY_IN_0_1_0 = '20261121000005_settle_mentors'

function pendingAfter(
  applied: AppliedMigration[],
  migrations: readonly Migration[],
  { folder }: Session,
): Migration[] {
  if (applied.some(({ name }) => name === ONLY_IN_0_1_0)) {
    const [place, remedy] =
      folder === undefined
        ? ['This database', 'migrate a new one']
        : [`The data folder ${folder}`, 'move it away, or choose another one with DATA_DIR']
    throw new StartupError(
      `${place} is one of Rollcall 0.1.0, which this version can’t take over: ${remedy}.`,
    )
  }
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
        `The migration ${name} is not the one that was applied here. If another version of Rollcall made this database or data folder, CHANGELOG.md says whether this version can use it; if not, choose a new one. If you changed the migration, restore it and put the change into a new migration.`,
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}
