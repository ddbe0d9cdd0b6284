import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Channel } from './notify.ts'

/** Which submissions this process may run, and what others tell it about them. */
export interface Ownership {
  /** Takes those of the submissions that nobody has, and answers with them. None may be taken twice. */
  take: (submissionIds: readonly string[]) => Promise<ReadonlySet<string>>
  release: (submissionId: string) => Promise<void>
  close: () => Promise<void>
}

type SessionLog = { warn: (data: object, message: string) => void }

/** What an ownership calls back with. */
export interface OwnershipEvents {
  /** Another server has news of a submission. */
  notified: (channel: Channel, submissionId: string) => void
  /** Everything that was owned is owned no longer. */
  lost: () => void
  /** Notifications may have been missed. */
  regained: () => void
}

/** Ownership in a process that has its database to itself: everything is free. */
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

// A server whose host vanished must not keep its locks for hours: PostgreSQL asks its end of the connection after
// 10 s of silence, and gives up after 25 s.
const VANISHED_HOST = `
  SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 25000;`

/**
 * Ownership among servers that share a PostgreSQL: advisory locks on one session of this process's own, which end with
 * it however it ends. The same session listens for what other servers notify. It comes back by itself when it is lost.
 *
 * @param url of the server itself, not of a pooler in transaction mode
 */
export function sessionOwnership(url: string, log: SessionLog, events: OwnershipEvents): Ownership {
  const closed = new AbortController()
  let session: pg.Client | undefined

  // pg wants one query at a time on a connection. One that fails means that the session is broken: it is given up.
  let last: Promise<unknown> = Promise.resolve()
  const ask = (client: pg.Client, sql: string, values?: unknown[]): Promise<pg.QueryResult> => {
    const answer = last.then(() => client.query(sql, values))
    last = answer.catch(() => void client.end().catch(() => {}))
    return answer
  }

  /** Resolves when the session has ended. */
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
      // While it is gone nothing is run: one that could be opened and was lost again is opened anew soon, however often.
      await hold().then(
        () => {
          failures = 0
        },
        (err: unknown) => {
          failures++
          log.warn({ err }, 'the dedicated database session could not be opened')
        },
      )
      const patience = CONNECT_AGAIN_AFTER_MS[Math.min(failures, CONNECT_AGAIN_AFTER_MS.length - 1)]
      await sleep(patience, undefined, { signal: closed.signal }).catch(() => {})
    }
  }
  const holding = holdAlways()

  return {
    async take(submissionIds) {
      if (!session || submissionIds.length === 0) return new Set()
      const lock = `
        SELECT id FROM unnest($1::text[]) AS id
        WHERE pg_try_advisory_lock(hashtextextended('${LOCK_PREFIX}' || id, 0))`
      // Where it fails the session is ending, which is reported by itself.
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
