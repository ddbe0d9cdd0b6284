import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { runProgram } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'

/** Runs `npm run settings`, with a database that has all migrations, and answers with what it says. */
async function say(variables: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  await using program = runProgram('scripts/check-settings.ts', { ...database.variables, ...variables })
  return { code: await program.exited, said: program.stdout + program.stderr }
}

it('npm run settings says that Rollcall can start where it can', async () => {
  const { code, said } = await say({})
  expect(said).toMatch(/^The settings can be used\.\n/)
  expect(said).toMatch(/\nRollcall can start\.\n$/)
  expect(code).toBe(0)
})

it.each<[string, () => Promise<Record<string, string>>, string]>([
  ['a setting', async () => ({ PORT: 'http' }), 'PORT: must be a whole number'],
  [
    'the logo',
    async () => ({ CONSOLE_LOGO: 'there-is-none.png' }),
    'The file that CONSOLE_LOGO names can’t be used',
  ],
  [
    'the published keys',
    async () => ({ DEMO: 'false', JWT_JWKS_URL: `http://127.0.0.1:${await freePort()}/keys` }),
    'JWT_JWKS_URL: there are no keys at this address',
  ],
  [
    'the database',
    async () => ({ DATABASE_URL: `postgres://rollcall:secret@127.0.0.1:${await freePort()}/rollcall` }),
    'Can’t reach database "rollcall"',
  ],
])('npm run settings says what is wrong with %s', async (_, variables, sentence) => {
  const { code, said } = await say(await variables())
  expect(said).toContain(sentence)
  expect(said).not.toContain('secret')
  expect(said).not.toContain('Rollcall can start')
  expect(code).toBe(1)
})
