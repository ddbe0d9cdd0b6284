import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Generates the Prisma client from `prisma/schema.prisma` into `src/database/generated`.
 *
 * Prisma insists on a schema engine binary even where generation never calls it, and would download one.
 * Naming any existing file satisfies it, so that an install needs nothing beyond the package registry.
 */
const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))
execFileSync(process.execPath, [prisma, 'generate', '--no-hints'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
})
