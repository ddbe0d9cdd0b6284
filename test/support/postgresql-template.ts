import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../../src/app.ts'
import { openSession } from '../../src/database/postgres.ts'
import { parseEnv } from '../../src/env.ts'
import { makeLogin } from './login-role.ts'
import { type MadeTemplate, provideTemplate } from './template.ts'
import { administratorUrlOf, urlOf } from './test-database.ts'

/** Makes the template for tests on the PostgreSQL server at TEST_DATABASE_URL, and a login of its own for it. */
export async function makePostgresqlTemplate(): Promise<MadeTemplate> {
  const administratorUrl = process.env.TEST_DATABASE_URL ?? ''
  const administrator = await openSession(administratorUrl)
  // Unique names: several runs may share one server.
  const login = `rollcall_test_${randomBytes(4).toString('hex')}`
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-tests-'))
  const template = {
    kind: 'postgresql' as const,
    folder,
    administratorUrl,
    login,
    database: `${login}_template`,
  }
  await administrator.script(makeLogin(login))
  await administrator.script(`CREATE DATABASE ${template.database} OWNER ${login}`)
  const inside = await openSession(administratorUrlOf(template, template.database))
  await inside.script(`ALTER SCHEMA public OWNER TO ${login}`)
  await inside.close()

  const env = parseEnv({
    DATABASE_URL: urlOf(template, template.database),
    DEMO: 'true',
    JWT_SECRET: 'only for making the template database',
  })
  const app = await createApp(env, pino({ level: 'silent' }))
  await app.stop()
  return {
    template,
    async remove() {
      const databases = await administrator.query(
        'SELECT datname FROM pg_database WHERE datdba = $1::regrole',
        [login],
      )
      for (const { datname } of databases) await administrator.script(`DROP DATABASE ${datname} WITH (FORCE)`)
      await administrator.script(`DROP ROLE ${login}`)
      await administrator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export default provideTemplate(makePostgresqlTemplate)
