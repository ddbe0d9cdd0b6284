import type { AdministratorSession } from '../../support/administrator-session.ts'
import { type ServerProcess, startServer } from '../../support/server-process.ts'
import type { TestDatabase } from '../../support/test-database.ts'

/** A server whose connections can be told from those of others. */
export interface NamedServer extends ServerProcess {
  name: string
}

/**
 * Starts one of several servers on one PostgreSQL.
 *
 * @param locksIn the database in which it keeps its locks; the same where left out
 */
export async function startNamed(
  name: string,
  database: TestDatabase,
  { locksIn = database, ...variables }: { locksIn?: TestDatabase; [setting: string]: unknown } = {},
): Promise<NamedServer> {
  const url = (of: TestDatabase, connection: string) => {
    const named = new URL(of.variables.DATABASE_URL ?? '')
    named.searchParams.set('application_name', connection)
    return named.href
  }
  const server = await startServer({
    ...database.variables,
    ...(variables as Record<string, string>),
    DATABASE_URL: url(database, name),
    DIRECT_DATABASE_URL: url(locksIn, `${name} session`),
  })
  return Object.assign(server, { name })
}

/** The name of the server that holds a submission's lock. There must be no other submission. */
export async function readOwner(administrator: AdministratorSession): Promise<string | undefined> {
  const [owner] = await administrator.run(`
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND datname = current_database() AND application_name LIKE '% session'`)
  return (owner?.application_name as string | undefined)?.replace(/ session$/, '')
}

/** How many writes of mentors each server has in flight at this moment: a claim's lock is held until its commit. */
export async function readWritesInFlight(administrator: AdministratorSession): Promise<Map<string, number>> {
  const rows = await administrator.run(`
    SELECT application_name AS name, count(DISTINCT pid)::integer AS writes
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE datname = current_database() AND relation = 'public.bulk_submission_mentors'::regclass AND mode = 'RowShareLock'
    GROUP BY application_name`)
  return new Map(rows.map(({ name, writes }) => [name as string, writes as number]))
}
