import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { createTestDatabase } from '../support/test-database.ts'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('../../', import.meta.url))
const { dependencies, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'))

let folder: string
let files: string[]
/** The command, as it lies below node_modules, where Node strips no types. */
let rollcall: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: repository })
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[')))
  files = packed.files.map(({ path }: { path: string }) => path)
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, 'rollcall'), { recursive: true })
  await run('tar', [
    '-xzf',
    join(folder, packed.filename),
    '--strip-components=1',
    '-C',
    join(modules, 'rollcall'),
  ])
  // What an install would put beside it, without asking a registry.
  for (const name of await readdir(join(repository, 'node_modules')))
    if (name !== '.bin') await symlink(join(repository, 'node_modules', name), join(modules, name))
  rollcall = join(modules, 'rollcall/dist/scripts/rollcall.js')
  await mkdir(join(modules, '.bin'))
  await symlink(rollcall, join(modules, '.bin/rollcall'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('holds JavaScript and what it reads while it runs, and nothing else', () => {
    const expected =
      /^(package\.json|README\.md|LICENSE|dist\/(src|scripts)\/.+\.js|dist\/prisma\/migrations\/.+\/migration\.sql|dist\/prisma\/migrations\/migration_lock\.toml|dist\/console\/dist\/.+)$/
    expect(files.filter((file) => !expected.test(file))).toEqual([])
    expect(files).toContain('dist/src/main.js')
  })

  it('needs nothing that is only there for development', async () => {
    const names = files.filter((file) => file.endsWith('.js') && !file.includes('console/'))
    const imported = new Set<string>()
    for (const file of names) {
      const source = await readFile(join(folder, 'node_modules/rollcall', file), 'utf8')
      for (const [, name = ''] of source.matchAll(
        /^(?:import|export)\b.*?from ["']((?:@[^/"']+\/)?[^./"'][^/"']*)/gm,
      ))
        if (!name.startsWith('node:')) imported.add(name)
    }
    expect([...imported].filter((name) => !(name in dependencies))).toEqual([])
  })

  it('tells its version, and what it can do', async () => {
    expect((await run(process.execPath, [rollcall, '--version'])).stdout).toBe(`${version}\n`)
    const { stdout } = await run(process.execPath, [rollcall])
    for (const command of ['start', 'migrate', 'people', 'token', 'check'])
      expect(stdout).toContain(`rollcall ${command}`)
  })

  it('tells people of its own command, for it has no scripts', async () => {
    await expect(run(process.execPath, [rollcall, 'token'])).rejects.toMatchObject({
      stderr: expect.stringContaining('npx rollcall token EMAIL'),
    })
  })

  it('checks, starts, makes a token that it takes, and stops', { timeout: 120_000 }, async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    const variables = { ...database.variables, PORT: String(await freePort()) }
    const check = await run(process.execPath, [rollcall, 'check'], { env: { ...process.env, ...variables } })
    expect(check.stdout).toContain('Rollcall can start.')

    const env = { ...process.env, ...variables }
    const server = spawn(process.execPath, [rollcall, 'start'], { env, stdio: 'ignore' })
    onTestFinished(() => void server.kill('SIGKILL'))
    const url = `http://127.0.0.1:${variables.PORT}`
    await expect
      .poll(
        () =>
          fetch(`${url}/health`).then(
            () => 'answers',
            () => 'nobody',
          ),
        { timeout: 60_000 },
      )
      .toBe('answers')
    const token = await run(process.execPath, [rollcall, 'token', 'coordinator@oslo.example'], { env })
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.stdout.trim()}`, 'content-type': 'application/json' },
      body: '{"query":"{ viewer { displayName } }"}',
    })
    expect(await answer.json()).toEqual({ data: { viewer: { displayName: 'Coordinator Oslo' } } })
    const exited = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })

  it('leaves no server behind when npx, which started it, is stopped', { timeout: 120_000 }, async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    const npx = spawn('npx', ['rollcall', 'start'], {
      cwd: folder,
      env: { ...process.env, ...database.variables },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    onTestFinished(() => endGroup(npx.pid))
    let output = ''
    npx.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    await expect.poll(() => output, { timeout: 60_000 }).toContain('"msg":"listening"')
    npx.kill('SIGTERM')
    await expect.poll(() => output, { timeout: 20_000 }).toContain('"msg":"stopped"')
  })
})

function endGroup(leader = Number.NaN): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // nobody is left
  }
}
