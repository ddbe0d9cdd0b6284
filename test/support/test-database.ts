import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import type { Session } from '../../src/database/migrate.ts'
import { openSession } from '../../src/database/postgres.ts'
import { type AdministratorSession, administerEmbedded, administerServer } from './administrator-session.ts'
import type { Template } from './template.ts'

/** A database of a test's own: migrated, with the demo data. */
export interface TestDatabase {
  kind: Template['kind']
  /** The settings with which Rollcall uses it. */
  variables: Record<string, string>
  /** A session as Rollcall's login role. The embedded database has only one: none else may be open. */
  openSession: () => Promise<Session & { close: () => Promise<void> }>
  /** A session above all rights. On the embedded database, too, no other may be open beside it. */
  openAdministratorSession: () => Promise<AdministratorSession>
  /** Removes it; fails where something still uses it. */
  drop: () => Promise<void>
}

/** Copies a template, that of the test file where none is given, into a database of its own. */
export async function createTestDatabase(template: Template = inject('template')): Promise<TestDatabase> {
  const folder = await mkdtemp(join(template.folder, 'copy-'))
  const common = { PORT: '0', LOG_LEVEL: 'info', DATA_DIR: folder, DEMO: 'true' }
  if (template.kind === 'embedded') {
    cpSync(template.dataDir, folder, { recursive: true }) // a tenth of what the asynchronous one takes
    return {
      kind: template.kind,
      variables: common,
      async openSession() {
        const { session, close } = await openEmbedded(folder)
        return { ...session, close }
      },
      openAdministratorSession: () => administerEmbedded(folder),
      drop: () => rm(folder, { recursive: true, force: true }),
    }
  }

  const database = `${template.login}_${randomBytes(4).toString('hex')}`
  const url = urlOf(template, database)
  await asAdministrator(
    template,
    `CREATE DATABASE ${database} TEMPLATE ${template.database} OWNER ${template.login}`,
  )
  return {
    kind: template.kind,
    variables: { ...common, DATABASE_URL: url },
    openSession: () => openSession(url),
    openAdministratorSession: () => administerServer(administratorUrlOf(template, database)),
    async drop() {
      await asAdministrator(template, `DROP DATABASE ${database}`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The URL under which Rollcall's login role reaches a database of the test server. */
export function urlOf(template: { administratorUrl: string; login: string }, database: string): string {
  const url = new URL(template.administratorUrl)
  url.username = template.login
  url.password = template.login
  url.pathname = database
  return url.href
}

/** The URL under which the administrator reaches a database of the test server. */
export function administratorUrlOf(template: { administratorUrl: string }, database: string): string {
  const url = new URL(template.administratorUrl)
  url.pathname = database
  return url.href
}

async function asAdministrator(template: { administratorUrl: string }, sql: string): Promise<void> {
  const session = await openSession(template.administratorUrl)
  try {
    await session.script(sql)
  } finally {
    await session.close()
  }
}
