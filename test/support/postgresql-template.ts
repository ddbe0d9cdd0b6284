import { randomBytes } from 'node:crypto'
import pino from 'pino'
import type { TestProject } from 'vitest/node'
import { createApp } from '../../src/app.ts'
import { openSession } from '../../src/database/postgres.ts'
import { parseEnv } from '../../src/env.ts'
import { makeLogin } from './login-role.ts'
import { urlOf } from './test-database.ts'
import './template.ts'

export default async function setup(project: Pick<TestProject, 'provide'>) {
  const administratorUrl = process.env.TEST_DATABASE_URL ?? ''
  const administrator = await openSession(administratorUrl)
  // Unique names: several runs may share one server.
  const login = `rollcall_test_${randomBytes(4).toString('hex')}`
  const template = { kind: 'postgresql' as const, administratorUrl, login, database: `${login}_template` }
  await administrator.script(makeLogin(login))
  await administrator.script(`CREATE DATABASE ${template.database} OWNER ${login}`)

  const env = parseEnv({
    DATABASE_URL: urlOf(template, template.database),
    DEMO: 'true',
    JWT_SECRET: 'only for making the template database',
  })
  const app = await createApp(env, pino({ level: 'silent' }))
  await app.stop()
  project.provide('template', template)

  return async () => {
    await administrator.script(`DROP DATABASE ${template.database}`)
    await administrator.script(`DROP ROLE ${login}`)
    await administrator.close()
  }
}
