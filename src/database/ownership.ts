import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Channel } from './notify.ts'

/** Decides which submissions this process runs, where several processes share a database. */
export interface Ownership {
  /**
   * Takes those of the submissions that no process owns, and returns their ids. Do not ask for one that this process
   * owns: an advisory lock that is taken twice must be released twice.
   */
  take: (submissionIds: readonly string[]) => Promise<ReadonlySet<string>>
  release: (submissionId: string) => Promise<void>
  close: () => Promise<void>
}

type SessionLog = { warn: (data: object, message: string) => void }

/** Callbacks of an ownership. */
export interface OwnershipEvents {
  /** A server, perhaps this one, has notified about a submission. */
  notified: (channel: Channel, payload: string) => void
  /** This process owns no submission any more. */
  lost: () => void
  /** The session is open: submissions can be taken, and notifications may have been missed before. */
  regained: () => void
}

/** Ownership for the only process that uses a database: it gets everything that it asks for. */
export function soleOwnership(): Ownership {
  return {
    take: async (submissionIds) => new Set(submissionIds),
    release: async () => {},
    close: async () => {},
  }
}

const CHANNELS: readonly Channel[] = ['rollcall_work', 'rollcall_progress']
const LOCK_PREFIX = 'rollcall submission '
const HEARTBEAT_MS = 5_000
const CONNECT_AGAIN_AFTER_MS = [50, 100, 200, 500, 1_000, 2_000]

// A server whose host has vanished must not keep its locks for hours: PostgreSQL sends keepalive probes after 10 s of
// silence, and closes the session after 25 s.
const VANISHED_HOST = `
  SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 25000;`

/**
 * Ownership for servers that share a PostgreSQL: an advisory lock for each submission, on one dedicated session.
 * PostgreSQL releases the locks when the session ends, however it ends. The session also listens for notifications.
 * When it is lost, a new one is opened.
 *
 * @param url of the server itself, not of a pooler in transaction mode, which would not keep one session
 */
export function sessionOwnership(url: string, log: SessionLog, events: OwnershipEvents): Ownership {
  const closed = new AbortController()
  let session: pg.Client | undefined

  // pg takes one query at a time on a connection. These queries fail only where the session is broken, so a failure
  // ends it.
  let last: Promise<unknown> = Promise.resolve()
  const ask = (client: pg.Client, sql: string, values?: unknown[]): Promise<pg.QueryResult> => {
    const answer = last.then(() => client.query(sql, values))
    last = answer.catch(() => void client.end().catch(() => {}))
    return answer
  }

  /** Opens a session. Resolves when it has ended, rejects where it can't be opened. */
  const hold = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
      application_name: 'rollcall session',
    })
    const ended = new Promise<void>((resolve) => client.on('end', resolve))
    client.on('error', (err) => log.warn({ err }, 'the dedicated database session ended'))
    client.on('notification', ({ channel, payload }) => events.notified(channel as Channel, payload ?? ''))
    let heartbeat: NodeJS.Timeout | undefined
    const leave = () => void client.end().catch(() => {})
    try {
      await client.connect()
      await client.query(VANISHED_HOST + CHANNELS.map((channel) => `LISTEN ${channel};`).join(''))
      session = client
      last = Promise.resolve()
      events.regained()
      heartbeat = setInterval(() => ask(client, 'SELECT 1').catch(() => {}), HEARTBEAT_MS)
      closed.signal.addEventListener('abort', leave, { once: true })
      if (closed.signal.aborted) leave()
      await ended
    } finally {
      clearInterval(heartbeat)
      closed.signal.removeEventListener('abort', leave)
      if (session === client) {
        session = undefined
        events.lost()
      }
      await client.end().catch(() => {})
    }
  }

  const holdAlways = async (): Promise<void> => {
    for (let failures = 0; !closed.signal.aborted; ) {
      // Without a session nothing runs. So a session that was open and is lost is replaced after the shortest pause,
      // however often that happens; the pauses grow only while no session can be opened.
      await hold().then(
        () => {
          failures = 0
        },
        (err: unknown) => {
          failures++
          log.warn({ err }, 'the dedicated database session could not be opened')
        },
      )
      const pause = CONNECT_AGAIN_AFTER_MS[Math.min(failures, CONNECT_AGAIN_AFTER_MS.length - 1)]
      await sleep(pause, undefined, { signal: closed.signal }).catch(() => {})
    }
  }
  const holding = holdAlways()

  return {
    async take(submissionIds) {
      if (!session || submissionIds.length === 0) return new Set()
      const lock = `
        SELECT id FROM unnest($1::text[]) AS id
        WHERE pg_try_advisory_lock(hashtextextended('${LOCK_PREFIX}' || id, 0))`
      // A failure means that the session is ending, which `lost` reports.
      const result = await ask(session, lock, [submissionIds]).catch(() => undefined)
      return new Set<string>(result?.rows.map(({ id }) => id))
    },
    async release(submissionId) {
      if (!session) return
      const unlock = 'SELECT pg_advisory_unlock(hashtextextended($1, 0))'
      await ask(session, unlock, [LOCK_PREFIX + submissionId]).catch(() => {})
    },
    async close() {
      closed.abort()
      await holding
    },
  }
}
