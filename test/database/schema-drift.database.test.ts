import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { createUnmigratedDatabase, type UnmigratedDatabase } from './unmigrated-database.ts'

// Prisma's own schema engine looks at a database that Rollcall migrated. On a server it can't do so through an adapter.
const onEmbedded = describe.runIf(inject('template').kind === 'embedded')

const folder = new URL('../../prisma/migrations/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name !== 'migration_lock.toml').sort()
const schema = {
  path: 'schema.prisma',
  content: await readFile(new URL('../schema.prisma', folder), 'utf8'),
}
const filters = { externalTables: [], externalEnums: [] }

let database: UnmigratedDatabase
let engine: SchemaEngine
beforeAll(async () => {
  database = await createUnmigratedDatabase()
  assert(database.adapter)
  engine = await SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(database.adapter),
  )
})
afterAll(async () => {
  engine.free()
  await database[Symbol.asyncDispose]()
})

const COLUMNS = `
  SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
  FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`

onEmbedded('the table of applied migrations', () => {
  it('has the columns that Prisma gives them', async () => {
    await engine.applyMigrations({ migrationsList: await listMigrations([]), filters })
    const byPrisma = await database.query(COLUMNS)
    expect(byPrisma).not.toEqual([])
    await database.query('DROP TABLE public._prisma_migrations')

    await migrate(database.session)
    expect(await database.query(COLUMNS)).toEqual(byPrisma)
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

onEmbedded('schema.prisma', () => {
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
    await database.session.script(`BEGIN; ${planted}`)
    const { exitCode, stdout } = await drift()
    await database.session.script('ROLLBACK')
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
