import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openSession } from '../../src/database/postgres.ts'
import { administratorUrlOf, urlOf } from './test-database.ts'
import './template.ts'

/** A database of a test's own without any migration. `await using` removes it. */
export interface EmptyDatabase extends AsyncDisposable {
  kind: 'embedded' | 'postgresql'
  /** The settings with which Rollcall uses this database. */
  variables: Record<string, string>
}

/** Creates such a database, of the same kind as the test file's template. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const template = inject('template')
  const folder = await mkdtemp(join(template.folder, 'empty-'))
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  if (template.kind === 'embedded') {
    return { kind: template.kind, variables: { DATA_DIR: folder }, [Symbol.asyncDispose]: removeFolder }
  }

  const database = `${template.login}_${randomBytes(4).toString('hex')}`
  const asAdministrator = async (sql: string, url = template.administratorUrl) => {
    const session = await openSession(url)
    await session.script(sql).finally(session.close)
  }
  await asAdministrator(`CREATE DATABASE ${database} OWNER ${template.login}`)
  // The README has the same step: a NOINHERIT login gets no rights on the schema through owning the database.
  await asAdministrator(
    `ALTER SCHEMA public OWNER TO ${template.login}`,
    administratorUrlOf(template, database),
  )
  return {
    kind: template.kind,
    variables: { DATA_DIR: folder, DATABASE_URL: urlOf(template, database), DEMO: 'true' },
    async [Symbol.asyncDispose]() {
      await asAdministrator(`DROP DATABASE ${database}`)
      await removeFolder()
    },
  }
}
