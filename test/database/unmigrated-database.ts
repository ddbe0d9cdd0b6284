import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { inject } from 'vitest'
import type { Session } from '../../src/database/migrate.ts'
import { openSession } from '../../src/database/postgres.ts'
import { makeLogin } from '../support/login-role.ts'
import { administratorUrlOf, urlOf } from '../support/test-database.ts'
import '../support/template.ts'

/** A database that nobody has migrated yet, with an administrator beside the login. `await using` removes it. */
export interface UnmigratedDatabase extends AsyncDisposable {
  /** The login's name. On a server it is this database's own. */
  login: string
  /** A session as the login. */
  session: Session
  /** Runs one statement as the login, and answers with its rows. */
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** Lets Prisma in as the login; undefined on a server, whose catalog Prisma's schema engine can't read through an adapter. */
  adapter: PrismaPGlite | undefined
  /** Runs a script above all rights. */
  administrate: (script: string) => Promise<void>
  /** Where the login reaches it; undefined for the embedded one. */
  url: string | undefined
}

export async function createUnmigratedDatabase(): Promise<UnmigratedDatabase> {
  const template = inject('template')
  return template.kind === 'embedded' ? createEmbedded(template) : createOnServer(template.administratorUrl)
}

/** Its one session is both: the administrator's for a script, and the login's again. */
async function createEmbedded(template: { folder: string; blankDir: string }): Promise<UnmigratedDatabase> {
  const dataDir = await mkdtemp(join(template.folder, 'blank-'))
  cpSync(join(template.blankDir, 'database'), dataDir, { recursive: true })
  const pglite = await PGlite.create(dataDir)
  const script = async (sql: string) => {
    await pglite.exec(sql)
  }
  await script('SET SESSION AUTHORIZATION rollcall')
  const query = async (sql: string, values?: unknown[]) =>
    (await pglite.query<Record<string, unknown>>(sql, values)).rows
  return {
    login: 'rollcall',
    session: { query, script },
    query,
    async administrate(sql) {
      await script('SET SESSION AUTHORIZATION postgres')
      await script(sql)
      await script('SET SESSION AUTHORIZATION rollcall')
    },
    adapter: new PrismaPGlite(pglite),
    url: undefined,
    [Symbol.asyncDispose]: () => pglite.close(),
  }
}

async function createOnServer(administratorUrl: string): Promise<UnmigratedDatabase> {
  const login = `rollcall_test_${randomBytes(4).toString('hex')}`
  const server = await openSession(administratorUrl)
  await server.script(makeLogin(login))
  await server.script(`CREATE DATABASE ${login} OWNER ${login}`)
  const administrator = await openSession(administratorUrlOf({ administratorUrl }, login))
  await administrator.script(`ALTER SCHEMA public OWNER TO ${login}`)
  const url = urlOf({ administratorUrl, login }, login)
  const session = await openSession(url)
  return {
    login,
    session,
    query: session.query,
    administrate: administrator.script,
    adapter: undefined,
    url,
    async [Symbol.asyncDispose]() {
      await session.close()
      await administrator.close()
      await server.script(`DROP DATABASE ${login}`)
      // What a test has made beside it bears its name.
      await server.script(`DROP ROLE ${login}`)
      await server.script(`DROP ROLE IF EXISTS ${login}_auth_admin`)
      await server.close()
    },
  }
}
