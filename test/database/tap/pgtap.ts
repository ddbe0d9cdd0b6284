import { readFile } from 'node:fs/promises'
import type { AdministratorSession } from '../../support/administrator-session.ts'

/** What one pgTAP file reported. */
export interface TapReport {
  /** How many assertions its plan names. */
  planned: number
  assertions: { passed: boolean; description: string; diagnostics: string }[]
}

const SUPPORT = new URL('./pgtap.sql', import.meta.url)

/**
 * Installs pgTAP, and the helper functions of Rollcall's pgTAP files (`pgtap.sql`), in a database.
 *
 * @throws Error where the server lacks the extension, naming the package that has it
 */
export async function installPgTap(session: AdministratorSession): Promise<void> {
  const [available] = await session.run(`SELECT FROM pg_available_extensions WHERE name = 'pgtap'`)
  if (!available) {
    const [server] = await session.run('SHOW server_version_num')
    const major = Math.floor(Number(server?.server_version_num) / 10_000)
    throw new Error(
      `The test server lacks pgTAP. On Debian and Ubuntu: apt-get install postgresql-${major}-pgtap`,
    )
  }
  await session.run(await readFile(SUPPORT, 'utf8'))
}

/**
 * Runs one pgTAP file. The file itself rolls back what it does.
 *
 * @throws Error naming the line of a statement that failed
 */
export async function runPgTap(session: AdministratorSession, file: URL): Promise<TapReport> {
  const script = await readFile(file, 'utf8')
  await session.run('SET search_path = public, tap')
  const rows = await session.run(script).catch(async (error: unknown) => {
    await session.run('ROLLBACK')
    throw inScript(error, script)
  })
  const lines = rows.flatMap((row) => Object.values(row)).flatMap((value) => String(value).split('\n'))

  const report: TapReport = { planned: 0, assertions: [] }
  for (const line of lines) {
    const plan = /^1\.\.(\d+)$/.exec(line)
    if (plan) report.planned = Number(plan[1])
    const assertion = /^(not )?ok \d+(?: - (.*))?$/.exec(line)
    const last = report.assertions.at(-1)
    if (assertion) {
      report.assertions.push({ passed: !assertion[1], description: assertion[2] ?? '', diagnostics: '' })
    } else if (last && line.startsWith('#')) {
      last.diagnostics += `${line}\n`
    }
  }
  return report
}

function inScript(error: unknown, script: string): unknown {
  const { message, position, where } = error as { message: string; position?: string; where?: string }
  const line = position && script.slice(0, Number(position)).split('\n').length
  return new Error([line && `line ${line}`, message, where].filter(Boolean).join(': '), { cause: error })
}
