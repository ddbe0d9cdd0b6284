import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'

/** A server beside the app that is about to settle mentors, in one transaction as each server does it. */
export interface Settling {
  /** Resolves when it has done everything but COMMIT, which may take until others let go of what it needs. */
  done: Promise<void>
  commit: () => Promise<void>
  /** Cuts it off; what it has not committed is lost. */
  crash: () => Promise<void>
}

/**
 * Begins to settle.
 *
 * @param atMost the next mentors, so many of them
 * @param failure with which they end; null: they are registered
 */
export async function beginSettling(
  beside: AppBesideAdministrator,
  given: { submissionId: string; atMost: number; failure: string | null },
): Promise<Settling> {
  const { submissionId, atMost, failure } = given
  const settle = `
    SET LOCAL ROLE rollcall_server;
    SELECT rollcall.settle_next('${submissionId}', ${atMost}, ${failure ? `'${failure}'` : 'NULL'})`
  return beside.app.database.kind === 'embedded'
    ? settlingInTurn(beside, settle)
    : settlingOnItsOwn(beside, `${settle}; SELECT pg_notify('rollcall_progress', '${submissionId}')`)
}

/** The embedded database has one session, so that a transaction begins when it is its turn: here, when it ends. */
function settlingInTurn({ administer }: AppBesideAdministrator, settle: string): Settling {
  return {
    done: Promise.resolve(),
    async commit() {
      await administer(settle)
    },
    async crash() {
      const cutOff = `DO $$ BEGIN RAISE admin_shutdown; END $$`
      await administer(`${settle}; ${cutOff}`).catch((error: { code?: string }) => {
        if (error.code !== '57P01') throw error
      })
    },
  }
}

async function settlingOnItsOwn(
  { app, administer }: AppBesideAdministrator,
  settle: string,
): Promise<Settling> {
  const session = await app.database.openSession()
  const [backend] = await session.query('SELECT pg_backend_pid() AS pid')
  let crashed = false
  const done = session.script(`BEGIN; ${settle}`).catch((error: unknown) => {
    if (!crashed) throw error
  })
  return {
    done,
    async commit() {
      await done.then(() => session.script('COMMIT')).finally(session.close)
    },
    async crash() {
      crashed = true
      await administer(`SELECT pg_terminate_backend(${backend?.pid})`)
      await done.catch(() => {})
      await session.close() // resolves once the server has hung up, and so after it has rolled back
    },
  }
}
