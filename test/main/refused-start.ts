import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { InvalidEnvError, parseEnv } from '../../src/env.ts'
import { StartupError } from '../../src/errors.ts'
import { createLog } from '../../src/log.ts'
import { observeProgram } from '../privacy/program-output.ts'
import { runProgram } from '../support/server-process.ts'

/** Builds the server, in this process, with settings that it can't start with. Answers with what main.ts prints of it. */
export async function refusalOf(variables: Record<string, string>): Promise<string> {
  const refusal = await start({ PORT: '0', LOG_LEVEL: 'silent', ...variables }).then(
    () => expect.unreachable('it started'),
    (error: unknown) => error,
  )
  if (!(refusal instanceof StartupError) && !(refusal instanceof InvalidEnvError)) throw refusal
  const stderr = `${refusal.message}\n`
  observeProgram('src/main.ts', () => ({ stdout: '', stderr }), variables)()
  return stderr
}

async function start(variables: Record<string, string>): Promise<void> {
  const env = parseEnv(variables)
  const app = await createApp(env, createLog(env.logLevel))
  await app.start().finally(app.stop)
}

/** The same in a process of its own, as everybody sees it. */
export async function refusalOfProgram(variables: Record<string, string>): Promise<string> {
  await using program = runProgram('src/main.ts', { PORT: '0', ...variables })
  expect(await program.exited, program.stdout + program.stderr).toBe(1)
  expect(program.stderr, 'a stack trace').not.toMatch(/^\s+at /m)
  expect(program.stdout).not.toContain('"msg":"listening"')
  return program.stderr
}
