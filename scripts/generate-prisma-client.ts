import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Generates the Prisma client from `prisma/schema.prisma` into `src/database/generated`.
 *
 * Prisma requires a schema engine binary, although generation does not run it, and would download one. Any existing
 * file is accepted in its place, so that an install needs nothing but the package registry.
 */
const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
const generated = fileURLToPath(new URL('../src/database/generated/client.ts', import.meta.url))
if (existsSync(prisma)) {
  execFileSync(process.execPath, [prisma, 'generate', '--no-hints'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  })
} else if (!existsSync(generated)) {
  process.stderr.write(
    'Run "npm ci" first and "npm prune --omit=dev" after it: generating the Prisma client needs a development package.\n',
  )
  process.exitCode = 1
}
