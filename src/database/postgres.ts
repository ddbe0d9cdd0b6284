import { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { StartupError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Session } from './migrate.ts'

/** How a pool is used: its open connections, those of them that are idle, and the callers that wait for one. */
export interface PoolUse {
  total: number
  idle: number
  waiting: number
}

// A connection on which nothing was sent or received for this long is taken for one to a host that has vanished, which
// TCP by itself would notice only after a quarter of an hour. It is longer than any statement may take or any
// transaction may be idle, and shorter than Prisma's time-out for a transaction: Prisma would then send a ROLLBACK, and
// wait once more.
const LONGEST_SILENCE_MS = 17_000

/**
 * Opens a pool of connections to a PostgreSQL server, for Prisma. It connects when it is used.
 *
 * @param max how many connections at most
 */
export function openPostgres(
  url: string,
  max: number,
  log: Log,
): { adapter: PrismaPg; use: () => PoolUse; close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'rollcall',
    stream: () => {
      const socket = new Socket()
      return socket.setTimeout(LONGEST_SILENCE_MS, () => socket.destroy(silent()))
    },
  })
  // A connection that ends while it is idle emits an error, which would end the process if nobody listened.
  pool.on('connect', (client) =>
    client.on('error', (err) => log.warn({ err }, 'a database connection ended')),
  )
  pool.on('error', () => {})
  // A connection may come back to the pool with its transaction still open, for example when its COMMIT or ROLLBACK was
  // cancelled. It still has the rights of its last user, so it is closed and not used again.
  pool.on('release', (_, client) => {
    if (client.getTransactionStatus() !== 'I') void client.end().catch(() => {})
  })
  return {
    adapter: new PrismaPg(pool),
    use: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  }
}

function silent(): Error {
  return Object.assign(new Error('the database has stopped answering'), { code: 'ETIMEDOUT' })
}

/**
 * Opens a single session on a PostgreSQL server, outside any pool, for migrations and other scripts.
 *
 * @throws StartupError where it can't be reached
 */
export async function openSession(url: string): Promise<Session & { close: () => Promise<void> }> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'rollcall',
  })
  client.on('error', () => {}) // the query that it interrupts fails too
  await client.connect().catch((cause: unknown) => {
    throw unreachable(url, cause)
  })
  return {
    query: async (sql, values) => (await client.query(sql, values)).rows,
    script: async (sql) => {
      await client.query(sql)
    },
    close: () => client.end(),
  }
}

/** Says in one sentence why a server could not be reached, without its password. */
function unreachable(url: string, cause: unknown): StartupError {
  const { hostname, port, pathname } = new URL(url)
  const place = `database "${pathname.slice(1)}" on ${hostname || 'localhost'}:${port || 5432}`
  const code = (cause as { code?: unknown }).code
  const reason = typeof code === 'string' ? ` (${code})` : ''
  return new StartupError(
    `Can’t reach ${place}${reason}. Check DATABASE_URL, and that the server runs and lets this login in.`,
    { cause },
  )
}
