#!/usr/bin/env node
import { readFile } from 'node:fs/promises'

// The package's command, such as `npx rollcall start`. Each program is a file that acts when it is imported, and reads
// the arguments that follow its name.

const PROGRAMS: Record<string, { does: string; run: () => Promise<unknown> }> = {
  start: {
    does: 'serves',
    run: () => {
      if (process.env.npm_command === 'exec') stopWithParent()
      return import('../src/main.ts')
    },
  },
  migrate: {
    does: 'applies the pending migrations to the server at DATABASE_URL',
    run: () => import('./migrate.ts'),
  },
  people: {
    does: 'adds people, chapters and activity types from CSV files',
    run: () => import('./people.ts'),
  },
  token: { does: 'prints a token for a demo user', run: () => import('./token.ts') },
  check: {
    does: 'says whether Rollcall could start with the settings as they are',
    run: () => import('./check-settings.ts'),
  },
}

const name = process.argv[2] ?? ''
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`Rollcall needs Node 22.18 or later; this is ${process.version}.\n`)
  process.exitCode = 1
} else if (program) {
  process.argv.splice(2, 1)
  await program.run()
} else if (name === '--version') {
  // package.json is two folders above dist/scripts, where the compiled file is, and one above scripts.
  const manifest = new URL(
    import.meta.url.endsWith('.js') ? '../../package.json' : '../package.json',
    import.meta.url,
  )
  process.stdout.write(`${JSON.parse(await readFile(manifest, 'utf8')).version}\n`)
} else {
  const lines = Object.entries(PROGRAMS).map(
    ([command, { does }]) => `  rollcall ${command.padEnd(8)} ${does}\n`,
  )
  const out = name === '' || name === '--help' ? process.stdout : process.stderr
  out.write(`Usage:\n${lines.join('')}\nSettings are environment variables; without any it serves a demo.\n`)
  if (out === process.stderr) process.exitCode = 1
}

/**
 * npx runs its program below a shell, and a signal to npx ends the shell alone: the server would go on, and keep the
 * port. Its parent is then another process.
 */
function stopWithParent(): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}
