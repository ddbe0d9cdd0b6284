import { Writable } from 'node:stream'
import { GraphQLClient } from 'graphql-request'
import { type App, createApp } from '../../src/app.ts'
import { signToken } from '../../src/auth/sign-token.ts'
import { readTokenSecret } from '../../src/auth/token-secret.ts'
import { demoId } from '../../src/demo-data.ts'
import { parseEnv } from '../../src/env.ts'
import { createLog } from '../../src/log.ts'
import { hasProduced, isSecret } from '../privacy/produced.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** Rollcall in the test's process, listening on a free port, with a database of its own. */
export interface RunningApp {
  app: App
  /** Such as http://127.0.0.1:40123 */
  url: string
  database: TestDatabase
  /** The lines that were logged so far. */
  logLines: string[]
  /** Makes a token for a demo user. */
  token: (email: string) => Promise<string>
  /** Makes a client that is logged in as a demo user. */
  client: (email: string) => Promise<GraphQLClient>
  stop: () => Promise<void>
}

/**
 * Starts Rollcall for a test file.
 *
 * @param variables settings, in addition to those of the test database
 * @param prepare adds to the demo data, before Rollcall opens the database
 */
export async function startApp(
  variables: Record<string, string> = {},
  prepare: (database: TestDatabase) => Promise<void> = async () => {},
): Promise<RunningApp> {
  const database = await createTestDatabase()
  await prepare(database)
  const running = await startAppOn(database, variables)
  return {
    ...running,
    async stop() {
      await running.stop()
      await database.drop()
    },
  }
}

/** Starts Rollcall on an existing database, which is not removed when Rollcall stops. */
export async function startAppOn(
  database: TestDatabase,
  variables: Record<string, string> = {},
): Promise<RunningApp> {
  const env = parseEnv({ ...database.variables, ...variables })
  const logLines: string[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      logLines.push(String(chunk))
      hasProduced({ place: 'log', where: 'the log', text: String(chunk) })
      done()
    },
  })
  const app = await createApp(env, createLog(env.logLevel, sink))
  const url = await app.start()
  const secret = (await readTokenSecret(env)) ?? ''
  isSecret(secret)
  const token = (email: string) => signToken(demoId(email), env, secret)
  return {
    app,
    url,
    database,
    logLines,
    token,
    client: async (email) =>
      new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${await token(email)}` } }),
    stop: app.stop,
  }
}
