import { expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { runProgram } from '../support/server-process.ts'

/** Runs `npm run migrate` where it must fail, and answers with what it says. */
async function refusal(variables: Record<string, string>, args: string[] = []): Promise<string> {
  await using program = runProgram('scripts/migrate.ts', variables, args)
  expect(await program.exited, program.stdout).toBe(1)
  expect(program.stdout).toBe('')
  return program.stderr
}

it('npm run migrate says what is missing where there is no DATABASE_URL', async () => {
  const said =
    'Set DATABASE_URL to the server to migrate. The embedded database is migrated whenever Rollcall starts.\n'
  expect(await refusal({})).toBe(said)
  expect(await refusal({ DATABASE_URL: '' })).toBe(said)
})

it('npm run migrate says where it can’t reach the database, without its password', async () => {
  const port = await freePort()
  expect(await refusal({ DATABASE_URL: `postgres://somebody:secret@127.0.0.1:${port}/rollcall` })).toBe(
    `Can’t reach database "rollcall" on 127.0.0.1:${port} (ECONNREFUSED). ` +
      'Check DATABASE_URL, and that the server runs and lets this login in.\n',
  )
})

it('npm run migrate says which setting is no address of a server', async () => {
  expect(await refusal({ DATABASE_URL: 'localhost/rollcall' })).toBe(
    'DATABASE_URL must be a postgres:// URL.\n',
  )
  expect(
    await refusal({ DATABASE_URL: 'postgres://localhost', DIRECT_DATABASE_URL: 'postgres://local host' }),
  ).toBe('DIRECT_DATABASE_URL must be a postgres:// URL.\n')
})

it('npm run migrate takes no arguments, and says so', async () => {
  expect(await refusal({}, ['--deploy'])).toBe(`Unknown option '--deploy'\n`)
})
