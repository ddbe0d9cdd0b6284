import { expect, it } from 'vitest'
import { takeLeaks } from './produced.ts'
import { observeProgram } from './program-output.ts'

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
const WELCOME = `
  Tokens for a day, to send as "Authorization: Bearer …" (another user: npm run token -- EMAIL)
  coordinator@oslo.example
  ${TOKEN}
  mentor1@oslo.example
  ${TOKEN}

`
const REFUSAL = 'The migration failed; nothing was changed: permission denied for schema public. Ask.\n'

/** What is wrong with what a program writes. */
async function leaksOf(file: string, written: { stdout?: string; stderr?: string }): Promise<string[]> {
  observeProgram(file, () => ({ stdout: '', stderr: '', ...written }), {})()
  return (await takeLeaks()).map((leak) => leak.split('\n')[0] ?? '')
}

it('the lines that a program prints on purpose are let through, each once', async () => {
  expect(
    await leaksOf('src/main.ts', { stdout: `{"msg":"listening"}\n${WELCOME}{"msg":"stopped"}\n` }),
  ).toEqual([])
  expect(await leaksOf('src/main.ts', { stderr: REFUSAL })).toEqual([])
  expect(await leaksOf('scripts/token.ts', { stdout: `${TOKEN}\n` })).toEqual([])
  expect(await leaksOf('src/main.ts', { stdout: WELCOME + WELCOME })).toHaveLength(3)
})

it('the same lines elsewhere are found', async () => {
  expect(await leaksOf('src/main.ts', { stderr: WELCOME })).toHaveLength(3)
  expect(await leaksOf('src/main.ts', { stdout: REFUSAL })).toHaveLength(1)
  expect(await leaksOf('src/main.ts', { stdout: `  coordinator@bergen.example\n  ${TOKEN}\n` })).toHaveLength(
    2,
  )
  expect(await leaksOf('demo/main.ts', { stdout: WELCOME })).toHaveLength(1)
  expect(await leaksOf('scripts/token.ts', { stdout: `${TOKEN}\n${TOKEN}\n` })).toHaveLength(1)
})

it('a server may write neither names nor mail addresses, a command may show them to its user', async () => {
  const stdout = 'At http://127.0.0.1:4000 as Coordinator Oslo, coordinator@oslo.example\n'
  expect(await leaksOf('src/main.ts', { stdout })).toHaveLength(2)
  expect(await leaksOf('demo/main.ts', { stdout })).toEqual([])
})
