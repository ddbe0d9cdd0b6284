import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, refusalOfProgram } from './refused-start.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-refused-'))
})
afterAll(() => rm(folder, { recursive: true }))

const SECRET = 'a secret of at least 32 characters'

describe('a start is refused', () => {
  it('with exit code 1, no stack trace, and every setting that is wrong on a line of its own', async () => {
    const said = await refusalOfProgram({
      PORT: 'http',
      DATABASE_URL: 'mysql://x',
      JWT_SECRET: 'short',
      DEMO: 'yes',
    })
    const [first, ...mistakes] = said.trimEnd().split('\n')
    expect(first).toBe('These settings can’t be used:')
    expect(mistakes.map((line) => /^ {2}([A-Z_]+): \S/.exec(line)?.[1]).sort()).toEqual([
      'DATABASE_URL',
      'DEMO',
      'JWT_SECRET',
      'PORT',
    ])
  })

  it.each([
    ['production without a secret', { NODE_ENV: 'production' }, /^ {2}JWT_SECRET or JWT_JWKS_URL: /m],
    [
      'the demo in production',
      { NODE_ENV: 'production', DEMO: 'true', JWT_SECRET: SECRET },
      /^ {2}DEMO: can’t be true in production/m,
    ],
  ])('in %s', async (_, variables, sentence) => {
    expect(await refusalOf({ DATA_DIR: folder, ...variables })).toMatch(sentence)
  })

  it('where the data folder can’t be made', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const said = await refusalOf({ DATA_DIR: join(file, 'data') })
    expect(said).toMatch(/^Can’t use the data folder \S+ \(ENOTDIR\)\. .*DATA_DIR\.\n$/)
  })

  it.each([
    ['is no folder', (place: string) => writeFile(place, '')],
    ['is a folder without a database', (place: string) => mkdir(place)],
    [
      'was made by another version of PostgreSQL',
      async (place: string) => {
        await mkdir(place)
        await writeFile(join(place, 'PG_VERSION'), '12\n')
      },
    ],
  ])('where the embedded database %s', async (_, spoil) => {
    const dataDir = await mkdtemp(join(folder, 'spoilt-'))
    await spoil(join(dataDir, 'database'))
    expect(await refusalOf({ DATA_DIR: dataDir })).toMatch(
      /^Can’t open the embedded database in \S+.+ Restore the folder from a backup, or .+ DATA_DIR\.\n$/,
    )
  })
})
