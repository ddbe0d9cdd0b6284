import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTokenSecret } from '../../src/auth/token-secret.ts'
import { parseEnv } from '../../src/env.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-secret-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the demo’s secret', () => {
  it('is one and the same for all who ask at once, however early', async () => {
    for (let round = 0; round < 200; round++) {
      const env = parseEnv({ DATA_DIR: join(folder, String(round)) })
      const secrets = await Promise.all(Array.from({ length: 8 }, () => readTokenSecret(env)))
      expect(new Set(secrets).size).toBe(1)
      expect(secrets[0]).toMatch(/^[\w-]{43}$/)
      expect(await readdir(env.dataDir)).toEqual(['demo-secret'])
    }
  })

  it('is readable for its owner only', async () => {
    await readTokenSecret(parseEnv({ DATA_DIR: folder }))
    expect((await stat(join(folder, 'demo-secret'))).mode & 0o777).toBe(0o600)
  })

  it('is not made where the settings name another', async () => {
    const JWT_SECRET = 'a secret of at least 32 characters'
    expect(await readTokenSecret(parseEnv({ DATA_DIR: folder, JWT_SECRET }))).toBe(JWT_SECRET)
    const JWT_JWKS_URL = 'https://identity.example/keys'
    expect(await readTokenSecret(parseEnv({ DATA_DIR: folder, JWT_JWKS_URL }))).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })
})
