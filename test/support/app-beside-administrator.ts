import { PGlite } from '@electric-sql/pglite'
import { vi } from 'vitest'
import { type RunningApp, startApp } from './running-app.ts'
import type { TestDatabase } from './test-database.ts'

/** Rollcall, running, and beside it somebody who may change its database at any moment. */
export interface AppBesideAdministrator {
  app: RunningApp
  /** Runs a script in one transaction above all rights. */
  administer: (script: string) => Promise<Record<string, unknown>[]>
  stop: () => Promise<void>
}

/** Starts Rollcall as `startApp` does; on the embedded database the administrator uses the one session that there is, in turn with it. */
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
