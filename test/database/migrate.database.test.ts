import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Migration, migrate, readMigrations } from '../../src/database/migrate.ts'
import { openSession } from '../../src/database/postgres.ts'
import { StartupError } from '../../src/errors.ts'
import { revokeRoles } from '../support/login-role.ts'
import { runProgram } from '../support/server-process.ts'
import { createUnmigratedDatabase, type UnmigratedDatabase } from './unmigrated-database.ts'

const folder = new URL('../../prisma/migrations/', import.meta.url)
const names = (await readdir(folder, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()

let database: UnmigratedDatabase
beforeAll(async () => {
  database = await createUnmigratedDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe('a first migration', () => {
  it('leaves nothing behind where it fails', async () => {
    // Stands in the way of the second migration, when the first has run.
    await database.query('CREATE SCHEMA rollcall')
    await expect(migrate(database.session)).rejects.toThrow(
      new StartupError('The migration failed; nothing was changed: schema "rollcall" already exists.'),
    )
    const left = await database.query(
      `SELECT relname FROM pg_class WHERE relnamespace IN ('public'::regnamespace, to_regnamespace('auth'))`,
    )
    expect(left).toEqual([])
    await database.query('DROP SCHEMA rollcall')
  })

  it('applies all migrations in order, with a login that is no superuser', async () => {
    const [login] = await database.query(
      'SELECT rolsuper OR rolbypassrls AS above FROM pg_roles WHERE rolname = current_user',
    )
    expect(login).toEqual({ above: false })
    expect(await migrate(database.session)).toEqual(names)
  })

  it('records each as Prisma does', async () => {
    const recorded = await database.query(
      `SELECT migration_name AS name, checksum, finished_at >= started_at AS finished, applied_steps_count AS steps, logs,
         rolled_back_at FROM public._prisma_migrations ORDER BY migration_name`,
    )
    const expected = names.map(async (name) => ({
      name,
      checksum: createHash('sha256')
        .update(await readFile(new URL(`${name}/migration.sql`, folder)))
        .digest('hex'),
      finished: true,
      steps: 1,
      logs: null,
      rolled_back_at: null,
    }))
    expect(recorded).toEqual(await Promise.all(expected))
  })
})

describe('a further migration', () => {
  it('applies nothing where nothing is new', async () => {
    expect(await migrate(database.session)).toEqual([])
  })

  /** Runs `work` while the table of applied migrations says something else, and puts it right again. */
  async function whileRecorded(change: string, work: () => Promise<void>) {
    await database.query('CREATE TEMP TABLE recorded AS SELECT * FROM public._prisma_migrations')
    await database.query(change)
    await work()
    await database.query('DELETE FROM public._prisma_migrations')
    await database.query('INSERT INTO public._prisma_migrations SELECT * FROM recorded')
    await database.query('DROP TABLE recorded')
  }
  const refusal = async () => {
    const error: unknown = await migrate(database.session).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StartupError)
    return (error as StartupError).message
  }

  it('is refused where an applied one was changed', () =>
    whileRecorded(
      `UPDATE public._prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name = '${names[1]}'`,
      async () => {
        expect(await refusal()).toContain(`The migration ${names[1]} is not the one that was applied here.`)
      },
    ))

  it('is refused where a newer Rollcall has been here', () =>
    whileRecorded(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at)
         VALUES ('newer', 'any', '29990101000000_newer', now())`,
      async () => {
        expect(await refusal()).toBe(
          'The database has a migration that this Rollcall does not know, 29990101000000_newer: start a newer one.',
        )
      },
    ))

  it('is refused where Rollcall 0.1.0 has been here, whose migrations were others', () =>
    whileRecorded(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at)
         VALUES ('0.1.0', 'any', '20261121000005_settle_mentors', now())`,
      async () => {
        expect(await refusal()).toMatch(
          /^(This database|The data folder \S+) is one of Rollcall 0\.1\.0, which this version can’t take over: /,
        )
      },
    ))

  it('is refused where Prisma left one half done', () =>
    whileRecorded(
      `UPDATE public._prisma_migrations SET finished_at = NULL WHERE migration_name = '${names[2]}'`,
      async () => {
        expect(await refusal()).toBe(
          `The migration ${names[2]} began but did not finish: see "prisma migrate resolve".`,
        )
      },
    ))

  it('minds no attempt that Prisma has marked as rolled back', () =>
    whileRecorded(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, rolled_back_at)
         VALUES ('rolled-back', 'any', '${names[2]}', now())`,
      async () => {
        expect(await migrate(database.session)).toEqual([])
      },
    ))
})

describe('a migration that can’t run in a transaction', () => {
  const migration = (name: string, sql: string): Migration => ({ name, sql, checksum: name })
  const table = migration('29990101000000_table', 'CREATE TABLE public.later (n integer)')
  const index = migration(
    '29990101000001_index',
    '-- Outside a transaction.\nCREATE INDEX CONCURRENTLY later_n ON public.later (n)',
  )
  const column = migration('29990101000002_column', 'ALTER TABLE public.later ADD COLUMN m integer')
  const broken = migration('29990101000003_broken', 'ALTER TABLE public.later ADD COLUMN n integer')

  it('is applied by itself, and what was applied before a failure is kept, and named', async () => {
    await using later = await createUnmigratedDatabase()
    const base = await readMigrations()
    await expect(migrate(later.session, [...base, table, index, column, broken])).rejects.toThrow(
      new StartupError(
        `The migration failed; applied before it: ${[...names, table.name, index.name].join(', ')}: column "n" of relation "later" already exists.`,
      ),
    )
    expect(await migrate(later.session, [...base, table, index, column])).toEqual([column.name])
    const indexes = await later.query(`SELECT indexname FROM pg_indexes WHERE tablename = 'later'`)
    expect(indexes).toEqual([{ indexname: 'later_n' }])
  })
})

it('a login that may not create roles migrates once an administrator has done what it was told', async () => {
  await using prepared = await createUnmigratedDatabase()
  const { login } = prepared
  await prepared.administrate(`ALTER ROLE ${login} NOCREATEROLE; ${revokeRoles(login)}`)

  const { message } = (await migrate(prepared.session).catch((thrown: unknown) => thrown)) as StartupError
  const [, cause, remedy] =
    /^The migration failed; nothing was changed: (.+)\. Let an administrator run: (.+)$/.exec(message) ?? []
  expect(cause).toBe(`"${login}" may not make the roles that Rollcall needs, or act as them`)
  await prepared.administrate(remedy ?? '')
  expect(await migrate(prepared.session)).toEqual(names)
})

// The embedded database has one session, and no address.
describe.runIf(inject('template').kind === 'postgresql')('on a server', () => {
  it('several at once: exactly one applies them', async () => {
    await using fresh = await createUnmigratedDatabase()
    const sessions = await Promise.all(Array.from({ length: 6 }, () => openSession(fresh.url ?? '')))
    const applied = await Promise.all(sessions.map((session) => migrate(session)))
    await Promise.all(sessions.map(({ close }) => close()))
    expect(applied.filter(({ length }) => length > 0)).toEqual([names])
  })

  it('one that waits too long for a table gives up, so that nobody waits behind it, and can be tried again', async () => {
    await using busy = await createUnmigratedDatabase()
    await migrate(busy.session)
    const reader = await openSession(busy.url ?? '')
    await reader.script('BEGIN; SELECT FROM public.chapters')
    const sql = 'ALTER TABLE public.chapters ADD COLUMN later integer'
    const migrations = [...(await readMigrations()), { name: '29990101000000_later', sql, checksum: 'any' }]
    await expect(migrate(busy.session, migrations)).rejects.toThrow(
      new StartupError(
        'The migration failed; nothing was changed: canceling statement due to lock timeout. Something else holds a table for longer than 10 s: try again when less is going on.',
      ),
    )
    await reader.close()
    expect(await migrate(busy.session, migrations)).toEqual(['29990101000000_later'])
  })

  it('npm run migrate says what it applied, and then that nothing is left', async () => {
    await using fresh = await createUnmigratedDatabase()
    const variables = { DATABASE_URL: fresh.url ?? '' }
    await using first = runProgram('scripts/migrate.ts', variables)
    expect(await first.exited).toBe(0)
    expect(first.stdout).toBe([...names.map((name) => `applied ${name}`), 'Done.', ''].join('\n'))

    await using second = runProgram('scripts/migrate.ts', variables)
    expect(await second.exited).toBe(0)
    expect(second.stdout).toBe('Nothing to apply: the database is up to date.\n')
  })
})
