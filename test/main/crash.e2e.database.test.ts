import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'

// Fails within the server as nothing in it should, where nobody catches it.
const FAULT = `
  process.on('SIGUSR2', () => {
    throw new RangeError('Key (email)=(somebody@private.example) already exists.')
  })
`

it('an error that nobody caught ends the server with exit code 1, and leaves nothing of its message', async () => {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const fault = join(database.variables.DATA_DIR ?? '', 'fault.mjs')
  await writeFile(fault, FAULT)
  await using server = await startServer({ ...database.variables, NODE_OPTIONS: `--import=${fault}` })
  await server.printed(/^ {2}mentor1@.+\n.+\n/m) // the last thing that it says of its start
  server.kill('SIGUSR2')
  expect(await server.exited).toBe(1)
  expect(server.stderr).toBe('')
  const [last = ''] = server.stdout.trimEnd().split('\n').slice(-1)
  expect(JSON.parse(last)).toEqual({
    level: 60,
    time: expect.any(String),
    err: { type: 'RangeError', stack: expect.arrayContaining([expect.stringContaining('fault.mjs')]) },
    msg: 'ended by an error that nobody caught',
  })
})
