import { openDatabase } from '../src/database/client.ts'
import { type Env, parseEnv } from '../src/env.ts'
import { StartupError } from '../src/errors.ts'
import { createLog } from '../src/log.ts'
import { readConsole } from '../src/server/pages/read-console.ts'

// npm run settings: checks whether Rollcall could start with the settings of its environment. Changes nothing.

try {
  const env = parseEnv(process.env)
  say('The settings can be used.')
  if (env.console) await readConsole(env.console, env, undefined)
  await checkDatabase(env)
  await checkKeys(env)
  say('Rollcall can start.')
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

async function checkDatabase(env: Env): Promise<void> {
  if (env.databaseUrl === undefined) {
    say(`The embedded database is in ${env.dataDir}/; what is in it is seen when Rollcall starts.`)
    return
  }
  // With `demo` it would migrate the database, and this must change nothing.
  const database = await openDatabase({ ...env, demo: false }, createLog('silent'))
  try {
    await database.prisma.$queryRaw`SELECT 1`
    say('The database can be reached, and has all migrations.')
  } finally {
    await database.close()
  }
}

async function checkKeys({ tokens }: Env): Promise<void> {
  if (tokens.kind !== 'jwks') return
  const keys = await fetch(tokens.url, { signal: AbortSignal.timeout(10_000) })
    .then((response) => response.json() as Promise<{ keys?: unknown[] }>)
    .catch(() => undefined)
  if (!keys?.keys?.length) {
    throw new StartupError(
      'JWT_JWKS_URL: there are no keys at this address, or it can’t be reached from here.',
    )
  }
  say(`${keys.keys.length} public keys are there to check tokens with.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
