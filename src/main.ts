import { type App, createApp } from './app.ts'
import { type Env, InvalidEnvError, parseEnv } from './env.ts'
import { StartupError } from './errors.ts'
import { createLog } from './log.ts'

// The one file that acts when it is imported: starts Rollcall with the settings of its environment, and stops it when
// it is asked to.

try {
  const env = parseEnv(process.env)
  const log = createLog(env.logLevel)
  const app = await createApp(env, log)
  const address = await app.start().catch(async (error: unknown) => {
    await app.stop()
    throw error
  })
  if (app.demoTokens) process.stdout.write(welcome(address, env, app.demoTokens))

  // Node would write its message to standard error, which may quote a database's words or a user's data.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'ended by an error that nobody caught')
    process.exit(1)
  })
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    await app.stop()
    log.info('stopped')
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  if (!(error instanceof StartupError) && !(error instanceof InvalidEnvError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function welcome(address: string, env: Env, tokens: NonNullable<App['demoTokens']>): string {
  return `
Rollcall is ready, with demo data in ${env.databaseUrl === undefined ? `${env.dataDir}/` : 'its database'}

${env.console ? `  The console         ${address}/\n` : ''}  GraphiQL            ${address}/graphql

  Tokens for a day, to send as "Authorization: Bearer …" (another user: npm run token -- EMAIL)
  coordinator@oslo.example
  ${tokens.coordinator}
  mentor1@oslo.example
  ${tokens.mentor}

`
}
