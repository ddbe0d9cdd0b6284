import { readdir } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/test-database.ts'
import { installPgTap, runPgTap } from './tap/pgtap.ts'

// Each assertion of each pgTAP file becomes a test: the files run while the tests are collected. What goes wrong
// then is kept for a test to tell, because a file that throws here would leave its database behind.

const folder = new URL('./', import.meta.url)
const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
const database = await createTestDatabase()
const session = await database.openAdministratorSession()
afterAll(async () => {
  await session.close()
  await database.drop()
})
const failure = await installPgTap(session).catch((error: Error) => error)

it('pgTAP is there', () => {
  if (failure) throw failure
  expect(files).not.toEqual([])
})

describe.each(failure ? [] : files)('%s', async (name) => {
  const report = await runPgTap(session, new URL(name, folder)).catch((error: Error) => error)

  it('runs all that it planned', () => {
    if (report instanceof Error) throw report
    expect(report.planned).toBeGreaterThan(0)
    expect(report.assertions).toHaveLength(report.planned)
  })
  it.each(report instanceof Error ? [] : report.assertions)('$description', ({ passed, diagnostics }) => {
    expect(passed, diagnostics).toBe(true)
  })
})
