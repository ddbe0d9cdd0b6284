import { execFileSync } from 'node:child_process'
import { chmod, cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

// npm pack runs this. Node does not strip types below node_modules, so the package contains compiled JavaScript: dist/
// has the repository's folders, and the migrations and the built console, which are read at run time.

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
