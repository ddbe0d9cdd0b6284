import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client'
import type { Env } from '../env.ts'
import { StartupError } from '../errors.ts'
import type { Log } from '../log.ts'
import { openEmbedded } from './embedded.ts'
import { PrismaClient } from './generated/client.ts'
import { migrate } from './migrate.ts'
import { openPostgres, openSession, type PoolUse } from './postgres.ts'

/** The open database. Read and write through `transactionAs`, which sets whose rights apply. */
export interface Database {
  /** Whether other processes may use it too. */
  shared: boolean
  prisma: PrismaClient
  /** Connections of the pool; null with the embedded database, which has none. */
  pool: () => PoolUse | null
  close: () => Promise<void>
}

/** Connections beside those that submissions write with, so that a full house of them leaves room for everybody else. */
export const CONNECTIONS_FOR_REQUESTS = 10

/**
 * Opens the database that the settings name: a PostgreSQL server, or the embedded one, which is migrated on the way.
 *
 * @throws StartupError where it can't be reached, is not migrated, or in production where its login is above its rules
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
    prisma,
    pool: () => poolUse?.() ?? null,
    async close() {
      await prisma.$disconnect()
      await close()
    },
  }
}

// What the newest migration makes: where it is missing, migrations are.
const NEWEST_FUNCTION = 'rollcall.look_at_submissions'

async function prepareServer(env: Env, log: Log): Promise<void> {
  const session = await openSession(env.directDatabaseUrl ?? '')
  try {
    const [login] = await session.query(
      'SELECT rolsuper OR rolbypassrls AS above FROM pg_roles WHERE rolname = session_user',
    )
    if (login?.above) {
      const danger =
        'The database login is a superuser or has BYPASSRLS, so row level security does not bind it'
      if (env.production) throw new StartupError(`${danger}: use a login without either.`)
      log.warn(`${danger}; in production Rollcall refuses to start with it`)
    }
    if (env.demo) {
      await migrate(session)
      return
    }
    const [present] = await session.query(`SELECT to_regproc('${NEWEST_FUNCTION}') AS newest`)
    if (!present?.newest)
      throw new StartupError('The database is not migrated: run "npm run migrate" with this DATABASE_URL.')
  } finally {
    await session.close()
  }
}
