import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pgtap } from '@electric-sql/pglite-pgtap'
import pg from 'pg'

/** A session of a superuser, for tests of the rights of others. */
export interface AdministratorSession {
  /** Runs a script of any number of statements, and returns the rows of all of them. */
  run: (script: string) => Promise<Record<string, unknown>[]>
  close: () => Promise<void>
}

/** Opens the embedded database in `dataDir` as its superuser; Rollcall itself must not have it open. */
export async function administerEmbedded(dataDir: string): Promise<AdministratorSession> {
  const pglite = await PGlite.create(join(dataDir, 'database'), { extensions: { pgtap } })
  return {
    run: async (script) => (await pglite.exec(script)).flatMap(({ rows }) => rows),
    close: () => pglite.close(),
  }
}

/** Opens a session on a server with the login that the URL names. */
export async function administerServer(url: string): Promise<AdministratorSession> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    // A script of several statements gives an array of results, which pg's types leave out.
    run: async (script) => [await client.query(script)].flat().flatMap(({ rows }) => rows),
    close: () => client.end(),
  }
}
