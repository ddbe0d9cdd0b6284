import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { TestProject } from 'vitest/node'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/env.ts'
import './template.ts'

export default async function setup(project: Pick<TestProject, 'provide'>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-template-'))
  const app = await createApp(parseEnv({ DATA_DIR: dataDir }), pino({ level: 'silent' }))
  await app.stop()
  project.provide('template', { kind: 'embedded', dataDir })
  return () => rm(dataDir, { recursive: true, force: true })
}
