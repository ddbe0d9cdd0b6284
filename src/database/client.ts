import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client'
import { commandOf } from '../command.ts'
import type { Env } from '../env.ts'
import { StartupError } from '../errors.ts'
import type { Log } from '../log.ts'
import { openEmbedded } from './embedded.ts'
import { PrismaClient } from './generated/client.ts'
import { listPendingMigrations, migrate, type Session } from './migrate.ts'
import { openPostgres, openSession, type PoolUse } from './postgres.ts'

/** The open database. All reads and writes go through `transactionAs`, which sets whose rights apply. */
export interface Database {
  /** Whether other processes may use it too. */
  shared: boolean
  /** Names this process in its notifications, so that it can ignore them. */
  origin: string
  prisma: PrismaClient
  /** How the pool of connections is used; null with the embedded database, which has no pool. */
  pool: () => PoolUse | null
  close: () => Promise<void>
}

/**
 * Connections of the pool in addition to the MAX_PROCESS_WRITES that submissions may use, so that requests find a free
 * one while submissions use all of theirs.
 */
export const CONNECTIONS_FOR_REQUESTS = 10

/**
 * Opens the database that the settings name: a PostgreSQL server, or the embedded one, which is migrated on the way.
 *
 * @throws StartupError where it can't be reached or is not migrated; in production also where its login could bypass
 *   row level security, or has the rights of Rollcall's roles without SET ROLE
 */
export async function openDatabase(env: Env, log: Log): Promise<Database> {
  if (env.databaseUrl === undefined) {
    const { adapter, session, close } = await openEmbedded(env.dataDir)
    try {
      await migrate(session)
    } catch (error) {
      await close()
      throw error
    }
    return withPrisma(adapter, null, close)
  }
  await prepareServer(env, log)
  const { adapter, use, close } = openPostgres(
    env.databaseUrl,
    env.maxProcessWrites + CONNECTIONS_FOR_REQUESTS,
    log,
  )
  return withPrisma(adapter, use, close)
}

function withPrisma(
  adapter: SqlDriverAdapterFactory,
  poolUse: (() => PoolUse) | null,
  close: () => Promise<void>,
): Database {
  const prisma = new PrismaClient({ adapter })
  return {
    shared: poolUse !== null,
    origin: crypto.randomUUID(),
    prisma,
    pool: () => poolUse?.() ?? null,
    async close() {
      await prisma.$disconnect()
      await close()
    },
  }
}

async function prepareServer(env: Env, log: Log): Promise<void> {
  const session = await openSession(env.directDatabaseUrl ?? '')
  try {
    for (const danger of await dangersOfLogin(session)) {
      if (env.production) throw new StartupError(`${danger}.`)
      log.warn(`${danger}; in production Rollcall refuses to start with it`)
    }
    if (env.demo) {
      await migrate(session)
      return
    }
    const pending = await listPendingMigrations(session)
    if (pending.length === 0) return
    throw new StartupError(
      `The database is not migrated: run "${commandOf('migrate')}" with this DATABASE_URL. It lacks ${pending.join(', ')}.`,
    )
  } finally {
    await session.close()
  }
}

/** What lets the database login do more than the role that a transaction sets allows; empty where nothing does. */
async function dangersOfLogin(session: Session): Promise<string[]> {
  const [login] = await session.query(
    `SELECT session_user::text AS name, rolsuper OR rolbypassrls AS above, (
       SELECT string_agg(role, ', ') FROM unnest(ARRAY['authenticated', 'service_role', 'rollcall_server', 'rollcall_rights',
         'rollcall_batch', 'rollcall_audit', 'rollcall_retention']) AS role
       WHERE to_regrole(role) IS NOT NULL AND pg_has_role(session_user, to_regrole(role), 'USAGE')
     ) AS inherited
     FROM pg_roles WHERE rolname = session_user`,
  )
  if (login?.above) {
    return [
      'The database login is a superuser or has BYPASSRLS, so row level security does not bind it: use one without either',
    ]
  }
  if (login?.inherited) {
    return [
      `The database login inherits the rights of ${login.inherited}, so it has them without SET ROLE: an administrator can change that with ALTER ROLE ${login.name} NOINHERIT, from PostgreSQL 16 on with GRANT … TO ${login.name} WITH INHERIT FALSE for each`,
    ]
  }
  return []
}
