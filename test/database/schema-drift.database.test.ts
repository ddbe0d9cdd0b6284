import { readdir, readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMBEDDED_LOGIN } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'

// Prisma's own schema engine looks at a database that Rollcall migrated.

const folder = new URL('../../prisma/migrations/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name !== 'migration_lock.toml').sort()
const schema = {
  path: 'schema.prisma',
  content: await readFile(new URL('../schema.prisma', folder), 'utf8'),
}
const filters = { externalTables: [], externalEnums: [] }

let pglite: PGlite
let engine: SchemaEngine
beforeAll(async () => {
  pglite = await PGlite.create()
  await pglite.exec(`${EMBEDDED_LOGIN} SET SESSION AUTHORIZATION rollcall`)
  engine = await SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite)),
  )
})
afterAll(async () => {
  engine.free()
  await pglite.close()
})

const COLUMNS = `
  SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
  FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`

describe('the table of applied migrations', () => {
  it('has the columns that Prisma gives them', async () => {
    await engine.applyMigrations({ migrationsList: await listMigrations([]), filters })
    const { rows: byPrisma } = await pglite.query(COLUMNS)
    expect(byPrisma).not.toEqual([])
    await pglite.exec('DROP TABLE public._prisma_migrations')

    await migrate({
      query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
      script: async (sql) => {
        await pglite.exec(sql)
      },
    })
    expect((await pglite.query(COLUMNS)).rows).toEqual(byPrisma)
  })

  const diagnosis = (migrationsList: MigrationList) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters })

  it('tells Prisma that all migrations are applied as they are', async () => {
    expect(await diagnosis(await listMigrations(names))).toMatchObject({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
  })

  it('tells Prisma when one was changed', async () => {
    const list = await listMigrations(names)
    const [first] = list.migrationDirectories
    if (first) first.migrationFile.content = { tag: 'ok', value: 'SELECT 1' }
    expect(await diagnosis(list)).toMatchObject({ editedMigrationNames: [names[0]] })
  })
})

describe('schema.prisma', () => {
  const drift = () =>
    engine.diff({
      from: { tag: 'schemaDatasource', files: [schema], configDir: '.' },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: false,
      exitCode: true,
      filters,
    })

  it('agrees with the migrations', async () => {
    expect(await drift()).toEqual({ exitCode: 0, stdout: 'No difference detected.\n' })
  })

  it.each([
    {
      planted: 'ALTER TABLE public.activity_records ADD COLUMN extra text',
      reported: 'Removed column `extra`',
    },
    { planted: 'DROP INDEX public.chapters_name_key', reported: 'Added unique index on columns (name)' },
    {
      planted: 'ALTER TABLE public.profiles ALTER display_name DROP NOT NULL',
      reported: 'Altered column `display_name`',
    },
  ])('is found to disagree after: $planted', async ({ planted, reported }) => {
    await pglite.exec(`BEGIN; ${planted}`)
    const { exitCode, stdout } = await drift()
    await pglite.exec('ROLLBACK')
    expect(stdout).toContain(reported)
    expect(exitCode).toBe(2)
  })
})

async function listMigrations(names: string[]): Promise<MigrationList> {
  const read = (path: string) => readFile(new URL(path, folder), 'utf8')
  const migrationDirectories = names.map(async (path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: await read(`${path}/migration.sql`) },
    },
  }))
  return {
    baseDir: folder.pathname,
    lockfile: { path: 'migration_lock.toml', content: await read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  }
}
