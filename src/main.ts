import { setFlagsFromString } from 'node:v8'
import { type App, createApp } from './app.ts'
import { commandOf } from './command.ts'
import { type Env, InvalidEnvError, parseEnv } from './env.ts'
import { StartupError } from './errors.ts'
import { createLog } from './log.ts'

// Starts Rollcall with the settings of its environment, and stops it on SIGTERM or SIGINT. The only file in src that
// acts when it is imported.

// V8 lets the heap grow up to fourfold before it collects all of it. Thousands of watchers who leave and come back throw
// away so much that this is never given back: after six rounds of 5,000 the process had 700 MB, with this setting 480 MB.
setFlagsFromString('--heap-growing-percent=50')

const stop = new AbortController()
try {
  const env = parseEnv(process.env)
  const log = createLog(env.logLevel)
  // By default Node writes the error's message to standard error, and that may quote the database or a user's data.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'ended by an error that nobody caught')
    process.exit(1)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) log.info({ signal }, 'stopping')
      stop.abort()
    })
  }
  const app = await createApp(env, log, stop.signal)
  try {
    if (!stop.signal.aborted) {
      const address = await app.start()
      if (app.demoTokens) process.stdout.write(welcome(address, env, app.demoTokens))
      await aborted(stop.signal)
    }
  } finally {
    await app.stop()
  }
  log.info('stopped')
} catch (error) {
  if (error instanceof StartupError || error instanceof InvalidEnvError) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  } else if (error !== stop.signal.reason) throw error
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function welcome(address: string, env: Env, tokens: NonNullable<App['demoTokens']>): string {
  return `
Rollcall is ready, with demo data in ${env.databaseUrl === undefined ? `${env.dataDir}/` : 'its database'}

${env.console ? `  The console         ${address}/\n` : ''}  GraphiQL            ${address}/graphql

  Tokens for a day, to send as "Authorization: Bearer …" (another user: ${commandOf('token', 'EMAIL')})
  coordinator@oslo.example
  ${tokens.coordinator}
  mentor1@oslo.example
  ${tokens.mentor}

`
}
