import { cpSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../../src/app.ts'
import { openEmbedded } from '../../src/database/embedded.ts'
import { parseEnv } from '../../src/env.ts'
import { administerEmbedded } from './administrator-session.ts'
import { type MadeTemplate, provideTemplate } from './template.ts'

/** Makes the template for tests on the embedded database. */
export async function makeEmbeddedTemplate(): Promise<MadeTemplate> {
  const folder = await mkdtemp(join(await folderForCopies(), 'rollcall-tests-'))
  const dataDir = join(folder, 'demo')
  const blankDir = join(folder, 'blank')
  const blank = await openEmbedded(blankDir)
  await blank.close()
  await dropInitialDatabases(blankDir)
  cpSync(blankDir, dataDir, { recursive: true })
  const app = await createApp(parseEnv({ DATA_DIR: dataDir }), pino({ level: 'silent' }))
  await app.stop()
  return {
    template: { kind: 'embedded', folder, dataDir, blankDir },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

// The copies that exist at the same time take much less.
const ENOUGH_MEMORY = 4 * 2 ** 30

/** Linux's folder in memory, where it has room, because copying to a disk costs twice as much; otherwise the temporary one. */
async function folderForCopies(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined)
  return memory && memory.bavail * memory.bsize > ENOUGH_MEMORY ? '/dev/shm' : tmpdir()
}

/** Removes the two databases that every new one is copied from. Nobody uses them, and they are two thirds of a copy's files. */
async function dropInitialDatabases(dataDir: string): Promise<void> {
  const administrator = await administerEmbedded(dataDir)
  await administrator.run('UPDATE pg_database SET datistemplate = false')
  for (const name of ['template0', 'template1']) await administrator.run(`DROP DATABASE ${name}`)
  await administrator.close()
}

export default provideTemplate(makeEmbeddedTemplate)
