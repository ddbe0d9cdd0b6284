import { execFileSync } from 'node:child_process'
import { chmod, cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

// npm pack runs this: Node strips no types below node_modules, so the package carries JavaScript, laid out in dist/ as the
// sources are in the repository, and beside it what is read while it runs.

const repository = new URL('../', import.meta.url)
const dist = new URL('dist/', repository)

await rm(dist, { recursive: true, force: true })
const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', repository))
execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], {
  cwd: repository,
  stdio: 'inherit',
})
for (const folder of ['prisma/migrations', 'console/dist']) {
  await cp(new URL(folder, repository), new URL(folder, dist), { recursive: true })
}
await chmod(new URL('scripts/rollcall.js', dist), 0o755)
