import { createServer } from 'node:net'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { openSession } from '../../src/database/postgres.ts'
import { createEmptyDatabase } from '../support/empty-database.ts'
import { startAppOn } from '../support/running-app.ts'
import { startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { refusalOf } from './refused-start.ts'

const template = inject('template')
const SECRET = 'a secret of at least 32 characters'

describe('a start is refused with one sentence', () => {
  it.each(['PORT', 'METRICS_PORT'])('where %s is in use, and the next start works', async (setting) => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const variables = { ...database.variables, [setting]: String(port) }
    const said = await refusalOf(variables)
    await new Promise((resolve) => other.close(resolve))
    expect(said).toBe(`Port ${port} is in use. Stop what uses it, or choose another one with ${setting}.\n`)

    const app = await startAppOn(database, { [setting]: String(port) })
    onTestFinished(app.stop)
    const path = setting === 'PORT' ? '/health' : '/metrics'
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200)
  })
})

if (template.kind === 'embedded') {
  describe('the embedded database', () => {
    it('is refused where Rollcall 0.1.0 made it, and the sentence names the folder and what to do', async () => {
      const database = await createTestDatabase()
      onTestFinished(database.drop)
      const session = await database.openSession()
      await session.query(
        `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at)
         VALUES ('0.1.0', 'any', '20261121000005_settle_mentors', now())`,
      )
      await session.close()
      expect(await refusalOf(database.variables)).toBe(
        `The data folder ${database.variables.DATA_DIR} is one of Rollcall 0.1.0, which this version can’t take over: ` +
          'move it away, or choose another one with DATA_DIR.\n',
      )
    })

    it('is refused to a second process, until the first one is gone', async () => {
      const database = await createTestDatabase()
      onTestFinished(database.drop)
      await using first = await startServer(database.variables)
      expect(await refusalOf(database.variables)).toBe(
        `Another process uses the data folder ${database.variables.DATA_DIR}. ` +
          'Stop it, or choose another folder with DATA_DIR.\n',
      )

      first.kill('SIGKILL')
      await first.exited
      const second = await startAppOn(database)
      onTestFinished(second.stop)
      expect((await fetch(`${second.url}/ready`)).status).toBe(200)
    })
  })
} else {
  describe('a PostgreSQL server is refused', () => {
    const { administratorUrl, login } = template

    it('where it is not migrated, and the sentence names the command', async () => {
      await using database = await createEmptyDatabase()
      expect(await refusalOf({ ...database.variables, DEMO: 'false', JWT_SECRET: SECRET })).toMatch(
        /^The database is not migrated: run "npm run migrate" with this DATABASE_URL\. It lacks 20261121000001_tables, .+\.\n$/,
      )
    })

    it('in production, with a login that row level security does not bind', async () => {
      const said = await refusalOf({
        NODE_ENV: 'production',
        JWT_SECRET: SECRET,
        DATABASE_URL: administratorUrl,
      })
      expect(said).toMatch(
        /^The database login is a superuser or has BYPASSRLS, .+: use one without either\.\n$/,
      )
    })

    it('where there is no such database, without telling its password', async () => {
      await using database = await createEmptyDatabase()
      const url = new URL(database.variables.DATABASE_URL ?? '')
      url.pathname = 'no_such_database'
      const said = await refusalOf({ ...database.variables, DATABASE_URL: url.href })
      expect(said).toMatch(
        /^Can’t reach database "no_such_database" on \S+ \(3D000\)\. Check DATABASE_URL, .+\n$/,
      )
      expect(said).not.toContain(`:${url.password}@`)
    })

    it('where the login may not migrate it, and the sentence says who may', async () => {
      await using database = await createEmptyDatabase()
      const stranger = `${login}_stranger`
      const administrator = await openSession(administratorUrl)
      onTestFinished(administrator.close)
      await administrator.script(`CREATE ROLE ${stranger} LOGIN PASSWORD '${stranger}'`)
      onTestFinished(() => administrator.script(`DROP ROLE ${stranger}`))

      const url = new URL(database.variables.DATABASE_URL ?? '')
      url.username = stranger
      url.password = stranger
      const said = await refusalOf({ ...database.variables, DATABASE_URL: url.href })
      expect(said).toBe(
        'The migration failed; nothing was changed: permission denied for schema public. Use the login that owns the database.\n',
      )
    })
  })
}
