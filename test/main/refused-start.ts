import { expect } from 'vitest'
import { runProgram } from '../support/server-process.ts'

/** Starts the server with settings that it can't start with. Answers with what it says about them. */
export async function refusalOf(variables: Record<string, string>): Promise<string> {
  await using program = runProgram('src/main.ts', { PORT: '0', ...variables })
  expect(await program.exited, program.stdout + program.stderr).toBe(1)
  expect(program.stderr, 'a stack trace').not.toMatch(/^\s+at /m)
  expect(program.stdout).not.toContain('"msg":"listening"')
  return program.stderr
}
