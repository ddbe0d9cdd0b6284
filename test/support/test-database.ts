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

/** A database of a test's own, with all migrations and the demo data. */
export interface TestDatabase {
  kind: Template['kind']
  /** The settings with which Rollcall uses this database. */
  variables: Record<string, string>
  /** Opens a session with Rollcall's login. The embedded database allows one session only, so no other may be open. */
  openSession: () => Promise<Session & { close: () => Promise<void> }>
  /** Opens a session of a superuser. On the embedded database no other session may be open. */
  openAdministratorSession: () => Promise<AdministratorSession>
  /** Removes the database. Rejects where a connection to it is still open. */
  drop: () => Promise<void>
}

/** Copies a template into a new database. */
export async function createTestDatabase(template: Template = inject('template')): Promise<TestDatabase> {
  const folder = await mkdtemp(join(template.folder, 'copy-'))
  const common = { PORT: '0', LOG_LEVEL: 'info', DATA_DIR: folder, DEMO: 'true' }
  if (template.kind === 'embedded') {
    cpSync(template.dataDir, folder, { recursive: true }) // takes a tenth of the time of the asynchronous cp
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
