import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openSession } from '../../src/database/postgres.ts'
import { administratorUrlOf, urlOf } from './test-database.ts'
import './template.ts'

/** A database that Rollcall has never seen, of a test's own. `await using` removes it. */
export interface EmptyDatabase extends AsyncDisposable {
  kind: 'embedded' | 'postgresql'
  /** The settings with which Rollcall uses it. */
  variables: Record<string, string>
}

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
  // As the README says: a login that inherits nothing does not own the schema by owning the database.
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
