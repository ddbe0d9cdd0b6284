import { randomBytes, randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDataFolder } from '../data-folder.ts'
import type { Env } from '../env.ts'

/**
 * The shared secret that tokens are signed with: JWT_SECRET, or in demo mode one that is generated once and kept in the
 * data folder. Undefined where tokens are checked with published keys.
 */
export async function readTokenSecret(env: Env): Promise<string | undefined> {
  if (env.tokens.kind === 'secret') return env.tokens.secret
  if (env.tokens.kind === 'jwks') return undefined
  const file = demoSecretFile(env.dataDir)
  await makeDataFolder(env.dataDir)
  return (await contentOf(file)) ?? (await makeOnce(file))
}

/** The path of the file that holds the demo's secret. */
export function demoSecretFile(dataDir: string): string {
  return join(dataDir, 'demo-secret')
}

/**
 * Several processes may start at once: link() lets exactly one of them create the file, and the file appears with its
 * whole content, so that none reads a secret that is half written.
 */
async function makeOnce(file: string): Promise<string | undefined> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return contentOf(file)
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
