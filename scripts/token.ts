import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { signToken } from '../src/auth/sign-token.ts'
import { demoSecretFile, readTokenSecret } from '../src/auth/token-secret.ts'
import { commandOf } from '../src/command.ts'
import { demoUsers } from '../src/demo-data.ts'
import { parseEnv } from '../src/env.ts'
import { StartupError } from '../src/errors.ts'

// npm run token -- EMAIL: prints a token for a demo user on standard output, and nothing else there.

try {
  const [email, ...rest] = process.argv.slice(2)
  if (!email || rest.length > 0)
    throw new StartupError(`Usage: ${commandOf('token', 'EMAIL')}, such as coordinator@oslo.example`)
  const user = demoUsers().find((candidate) => candidate.email === email.toLowerCase())
  if (!user) {
    throw new StartupError(
      'There is no such demo user. There are coordinator@ and mentor1@, mentor2@ … at oslo.example, bergen.example and tromso.example.',
    )
  }
  const env = parseEnv(process.env)
  const isNew = env.demo && env.tokens.kind === 'demo' && !existsSync(demoSecretFile(env.dataDir))
  const secret = env.demo ? await readTokenSecret(env) : undefined
  if (secret === undefined) {
    throw new StartupError(
      'Tokens can be made for the demo only. Elsewhere they come from your identity provider.',
    )
  }
  if (isNew) {
    process.stderr.write(
      `There was no demo secret in ${resolve(env.dataDir)}, so this token is signed with a new one. Only a server with the same DATA_DIR takes it.\n`,
    )
  }
  process.stdout.write(`${await signToken(user.id, env, secret)}\n`)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
