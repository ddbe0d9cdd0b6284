import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const found = (text: string, pattern: RegExp) =>
  new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))

describe('the files for deployment', () => {
  it.each(['prometheus-rules.yml', 'grafana-dashboard.json'])(
    'ask for metrics that there are: %s',
    async (file) => {
      const metrics = found(await read('docs/operations.md'), /`((?:rollcall|nodejs|process)_\w+)`/g)
      const asked = found(
        await read(`deploy/${file}`),
        /\b((?:rollcall|nodejs|process)_\w+?)(?:_count|_bucket|_sum)?[{[") ]/g,
      )
      asked.delete('nodejs_heap_size_used_bytes') // prom-client's own, like many others
      asked.delete('process_cpu_seconds_total')
      expect(asked.size).toBeGreaterThan(5)
      expect([...asked].filter((name) => !metrics.has(name))).toEqual([])
    },
  )

  it('set settings that there are', async () => {
    const settings = found(await read('src/env.ts'), /^ {2}([A-Z_]+): /gm)
    const server = (await read('deploy/compose.yaml')).split('  rollcall:\n')[1] ?? ''
    const set = found(server, /^ {6}([A-Z_]+): /gm)
    expect(set).toContain('DATABASE_URL')
    expect([...set].filter((name) => !settings.has(name))).toEqual([])
  })

  it('ask in example.env for all that compose.yaml takes, and for nothing else', async () => {
    const taken = found(await read('deploy/compose.yaml'), /\$\{(\w+)/g)
    expect(found(await read('deploy/example.env'), /^(\w+)=/gm)).toEqual(taken)
  })

  it('copy into the container what is there, and everything that the server and its commands import', async () => {
    const copied = [...found(await read('deploy/Dockerfile'), /^COPY --from=build \/rollcall\/(\S+)/gm)]
    expect(copied).toContain('src')
    expect(copied.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([])
    const programs = ['src/main.ts', 'scripts/migrate.ts', 'scripts/people.ts', 'scripts/check-settings.ts']
    const needed = await everythingImportedBy(programs)
    expect(needed).toContain('src/demo-data.ts')
    expect(needed.filter((file) => !copied.some((path) => file.startsWith(`${path}/`)))).toEqual([])
  })

  const has = (program: string) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  // These are Debian's, and not on every machine: prometheus, systemd, caddy.
  it.skipIf(!has('promtool'))('alert as their tests say', () => {
    execFileSync('promtool', ['test', 'rules', 'prometheus-rules.test.yml'], {
      cwd: `${repository}/deploy`,
      stdio: 'pipe',
    })
  })
  it.skipIf(!has('systemd-analyze'))('are a unit that systemd reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-unit-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const unit = join(folder, 'rollcall.service')
    // systemd also looks whether the program is there, and not every machine has Node in the same place.
    await writeFile(unit, (await read('deploy/rollcall.service')).replace('/usr/bin/node', process.execPath))
    execFileSync('systemd-analyze', ['verify', unit], { stdio: 'pipe' })
  })
  it.skipIf(!has('caddy'))('are what Caddy reads', () => {
    execFileSync('caddy', ['validate', '--config', 'deploy/Caddyfile', '--adapter', 'caddyfile'], {
      cwd: repository,
      stdio: 'pipe',
    })
  })
})

/** Paths from the repository's root, of the files themselves too. */
async function everythingImportedBy(files: readonly string[]): Promise<string[]> {
  const all = new Set(files)
  for (const file of all) // grows meanwhile
    for (const name of found(await read(file), /(?:from|import) ?\(?'(\.[^']+)'/g))
      all.add(join(dirname(file), name))
  return [...all]
}
