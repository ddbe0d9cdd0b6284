import { existsSync } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { makeDataFolder } from '../data-folder.ts'
import { StartupError } from '../errors.ts'
import { lockFolder } from './folder-lock.ts'
import type { Session } from './migrate.ts'

/** The database inside this process, kept in a folder. */
export interface EmbeddedDatabase {
  adapter: PrismaPGlite
  /** The only session that it has, for migrations. */
  session: Session
  close: () => Promise<void>
}

// PGlite's default is 128 MB, which it fills at every start: the process had 100 MB more, and a start after the first took
// twice as long. With 32 MB, batches into a table of 240,000 records took no longer.
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']

/**
 * Opens the embedded database in `dataDir`, and creates it first where there is none. It is not migrated yet.
 *
 * @throws StartupError where another process has it open, or where the folder or its content can't be used
 */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  await makeDataFolder(dataDir)
  const unlock = lockFolder(dataDir)
  try {
    const folder = join(dataDir, 'database')
    await createOnce(folder)
    const pglite = await PGlite.create(folder, { startParams })
    // The same rights as on a server: the login is no superuser.
    await pglite.exec('SET SESSION AUTHORIZATION rollcall')
    return {
      adapter: new PrismaPGlite(pglite),
      session: {
        query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
        script: async (sql) => {
          await pglite.exec(sql)
        },
        folder: resolve(dataDir),
      },
      async close() {
        await pglite.close()
        unlock()
      },
    }
  } catch (cause) {
    unlock()
    const reason = cause instanceof Error && cause.message ? ` (${cause.message})` : ''
    throw new StartupError(
      `Can’t open the embedded database in ${dataDir}${reason}. Restore the folder from a backup, or choose another one with DATA_DIR.`,
      { cause },
    )
  }
}

/**
 * Creates the database under another name and renames it when it is complete, so that an interrupted start leaves no
 * broken one. Rejects where there is a folder without a database.
 */
async function createOnce(folder: string): Promise<void> {
  if (existsSync(folder)) {
    await access(join(folder, 'PG_VERSION')) // without it PGlite would make a new database here, in place of the lost one
    return
  }
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const pglite = await PGlite.create(unfinished, { startParams })
  await pglite.exec(EMBEDDED_LOGIN)
  await pglite.close()
  await rename(unfinished, folder)
}

/** SQL that creates the login role as an administrator would on a server: it owns the database and may create roles. */
export const EMBEDDED_LOGIN = `
  CREATE ROLE rollcall LOGIN NOINHERIT CREATEROLE NOSUPERUSER NOBYPASSRLS;
  ALTER DATABASE postgres OWNER TO rollcall;
  ALTER SCHEMA public OWNER TO rollcall;
`
