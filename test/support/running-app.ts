import { Writable } from 'node:stream'
import { GraphQLClient } from 'graphql-request'
import { demoId } from '../../demo/data.ts'
import { type App, createApp } from '../../src/app.ts'
import { signToken } from '../../src/auth/sign-token.ts'
import { readTokenSecret } from '../../src/auth/token-secret.ts'
import { parseEnv } from '../../src/env.ts'
import { createLog } from '../../src/log.ts'
import { hasProduced, isSecret } from '../privacy/produced.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** Rollcall, listening on a port of its own, over a database of its own. */
export interface RunningApp {
  app: App
  /** Such as http://127.0.0.1:40123 */
  url: string
  database: TestDatabase
  /** Everything logged so far, a line each. */
  logLines: string[]
  /** A token of a demo user. */
  token: (email: string) => Promise<string>
  /** A client logged in as a demo user, as an application would use it. */
  client: (email: string) => Promise<GraphQLClient>
  stop: () => Promise<void>
}

/**
 * Starts Rollcall for a test file.
 *
 * @param variables settings beside those of the test database
 * @param prepare puts into the database what the demo data lacks, while nobody else has it open
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

/** Starts Rollcall over a database that is there already, and stays when it stops. */
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
