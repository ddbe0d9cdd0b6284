import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const repository = fileURLToPath(new URL('../../', import.meta.url))

/** A Node of this machine that a program may be pasted into. */
export interface InstalledNode {
  node: string
  version: string
}

/** The Node that the tests run on, and every other version on the PATH. */
export const nodes: InstalledNode[] = [
  { node: process.execPath, version: process.version },
  ...(process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((node) => existsSync(node))
    .map((node) => ({ node, version: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim() })),
].filter(({ version }, index, all) => all.findIndex((other) => other.version === version) === index)

/**
 * Runs a program in the repository's folder, as its reader would.
 *
 * @returns what it wrote to standard output
 * @throws where it ends with another exit code than 0
 */
export async function runScript(
  node: string,
  source: string,
  variables: Record<string, string>,
  args: string[] = [],
): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--input-type=module', '--eval', source, ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...variables },
  })
  return stdout
}
