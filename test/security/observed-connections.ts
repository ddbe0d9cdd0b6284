import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { vi } from 'vitest'
import { type RunningApp, startApp } from '../support/running-app.ts'

/** What a session is like beside what it does at the moment: whose rights it has, and how it is set. */
export interface SessionState {
  current_user: string
  session_user: string
  role: string
  claims: string | null
  /** Those that Rollcall sets for transactions, and all that are not as they were at login. */
  settings: Record<string, string>
  'advisory locks': number
  'temporary tables': number
  listening: string[]
}

/** What was found on one connection when somebody was about to begin with it, and how often. */
export interface Finding {
  backend: number
  /** An error's text where it would not even say. */
  state: SessionState | string
  times: number
}

/** Rollcall over very few connections, each of which is looked at whenever somebody is about to begin with it. */
export interface ObservedApp {
  app: RunningApp
  found: () => Finding[]
  /** How many were in use at once, at most. */
  mostAtOnce: () => number
}

// A setting made for one transaction reads '' afterwards, not NULL.
const STATE = `
  SELECT pg_backend_pid() AS backend, json_build_object(
    'current_user', current_user, 'session_user', session_user, 'role', current_setting('role'),
    'claims', nullif(current_setting('request.jwt.claims', true), ''),
    'settings', (SELECT json_object_agg(name, setting ORDER BY name) FROM pg_settings
      WHERE setting IS DISTINCT FROM reset_val
        OR name IN ('TimeZone', 'statement_timeout', 'idle_in_transaction_session_timeout')),
    'advisory locks', (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
    'temporary tables', (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
    'listening', ARRAY(SELECT pg_listening_channels())
  )::text AS state`
// Somebody's request to cancel came too late for the statement that it was for.
const CANCELLED = '57014'

/**
 * Starts Rollcall over a pool of at most so many connections. The embedded database has one, whatever is wanted.
 *
 * The pool's size follows from a setting about something else, which can't make it so small: so its class stands aside
 * for one that is the same but for the size, and for a look at each connection that it hands out.
 *
 * @param atLogin settings that connections have from their login on
 */
export async function startObserved(
  connections: number,
  variables: Record<string, string> = {},
  atLogin: Record<string, string> = {},
): Promise<ObservedApp> {
  const counts = new Map<string, number>()
  const note = (backend: unknown, state: unknown) => {
    const finding = JSON.stringify({ backend, state })
    counts.set(finding, (counts.get(finding) ?? 0) + 1)
  }
  let inUse = 0
  let mostAtOnce = 0
  const { Pool } = pg
  class ObservedPool extends Pool {
    constructor(config: pg.PoolConfig) {
      const options = Object.entries(atLogin).map(([name, value]) => `-c ${name}=${value}`)
      super({ ...config, max: connections, options: options.join(' ') })
      this.on('acquire', () => {
        inUse++
        mostAtOnce = Math.max(mostAtOnce, inUse)
      })
      this.on('release', () => inUse--)
      const connect = this.connect.bind(this)
      this.connect = ((...[callback]: Parameters<typeof connect>) =>
        callback ? connect(callback) : connect().then(observed)) as typeof connect
    }
  }
  const observed = async (client: pg.PoolClient) => {
    const { processID } = client as pg.PoolClient & { processID: number }
    await client.query(STATE).then(
      ({ rows: [{ backend, state }] }) => note(backend, JSON.parse(state)),
      (error: pg.DatabaseError) => error.code !== CANCELLED && note(processID, String(error)),
    )
    return client
  }

  pg.Pool = ObservedPool as typeof Pool
  const created = vi.spyOn(PGlite, 'create')
  const app = await startApp(variables).finally(() => {
    pg.Pool = Pool
  })
  const opened = created.mock.results.at(-1)
  created.mockRestore()
  if (app.database.kind === 'embedded' && opened?.type === 'return') {
    const pglite: PGlite = await opened.value
    for (const [name, value] of Object.entries(atLogin))
      await pglite.query('SELECT set_config($1, $2, false)', [name, value])
    const { transaction } = pglite
    mostAtOnce = 1
    pglite.transaction = async <T>(work: Parameters<typeof transaction<T>>[0]) => {
      const { rows } = await pglite.query<{ backend: number; state: string }>(STATE)
      for (const { backend, state } of rows) note(backend, JSON.parse(state))
      return transaction.call(pglite, work) as Promise<T>
    }
  }
  return {
    app,
    found: () => Array.from(counts, ([finding, times]) => ({ ...JSON.parse(finding), times })),
    mostAtOnce: () => mostAtOnce,
  }
}
