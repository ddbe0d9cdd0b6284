import { PGlite } from '@electric-sql/pglite'
import { vi } from 'vitest'
import { type RunningApp, startApp } from './running-app.ts'
import type { TestDatabase } from './test-database.ts'

/** A running Rollcall, and a superuser who can change its database at any time. */
export interface AppBesideAdministrator {
  app: RunningApp
  /** Runs a script as a superuser, in one transaction. */
  administer: (script: string) => Promise<Record<string, unknown>[]>
  stop: () => Promise<void>
}

/**
 * Starts Rollcall as `startApp` does. The embedded database has only one session, so there the superuser takes turns
 * with Rollcall on it.
 */
export async function startAppBesideAdministrator(
  variables: Record<string, string> = {},
  prepare?: (database: TestDatabase) => Promise<void>,
): Promise<AppBesideAdministrator> {
  const created = vi.spyOn(PGlite, 'create')
  const app = await startApp(variables, prepare)
  const opened = created.mock.results.at(-1)
  created.mockRestore()
  if (opened?.type === 'return') {
    const pglite: PGlite = await opened.value
    return {
      app,
      administer: (script) =>
        pglite.transaction(async (tx) =>
          (await tx.exec(`SET LOCAL SESSION AUTHORIZATION postgres; ${script}`)).flatMap(({ rows }) => rows),
        ),
      stop: app.stop,
    }
  }
  const session = await app.database.openAdministratorSession()
  return {
    app,
    administer: session.run,
    async stop() {
      await session.close()
      await app.stop()
    },
  }
}
