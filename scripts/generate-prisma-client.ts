import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Generates the Prisma client from `prisma/schema.prisma` into `src/database/generated`.
 *
 * Prisma insists on a schema engine binary even where generation never calls it, and would download one.
 * Naming any existing file satisfies it, so that an install needs nothing beyond the package registry.
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
    'Run "npm ci" first, and "npm prune --omit=dev" then: generating takes a tool for development.\n',
  )
  process.exitCode = 1
}
