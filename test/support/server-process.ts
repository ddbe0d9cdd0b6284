import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GraphQLClient } from 'graphql-request'
import { signToken } from '../../src/auth/sign-token.ts'
import { readTokenSecret } from '../../src/auth/token-secret.ts'
import { demoId } from '../../src/demo-data.ts'
import { parseEnv } from '../../src/env.ts'
import { isSecret } from '../privacy/produced.ts'
import { observeProgram } from '../privacy/program-output.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
// Node's compile cache, with which programs start in four fifths of the time.
const COMPILE_CACHE = join(repository, 'node_modules/.cache/node-compile-cache')

/** A program of this repository in a process of its own. `await using` kills it. */
export interface ChildProgram extends AsyncDisposable {
  /** What it has written so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves to the exit code when it has ended and all of its output has arrived; null where a signal ended it. */
  exited: Promise<number | null>
  kill: (signal: NodeJS.Signals) => void
  /** Waits until standard output matches `wanted`; throws where the program ends before. */
  printed: (wanted: RegExp) => Promise<void>
}

/** A running server, ready for requests. */
export interface ServerProcess extends ChildProgram {
  /** Such as http://127.0.0.1:40123 */
  url: string
  /** Makes a token for a demo user. */
  token: (email: string) => Promise<string>
  /** Makes a client that is logged in as a demo user. */
  client: (email: string) => Promise<GraphQLClient>
}

/**
 * Starts a TypeScript file of this repository under Node.
 *
 * @param variables its environment, to which only PATH and a compile cache are added
 */
export function runProgram(
  file: string,
  variables: Record<string, string> = {},
  args: string[] = [],
): ChildProgram {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let ended = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // Where the test run is aborted, the child must not go on running.
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const exited = once(child, 'close').then(([code]) => {
    process.off('exit', killWithUs)
    ended = true
    hasWrittenAll()
    return code as number | null
  })
  const hasWrittenAll = observeProgram(file, () => ({ stdout, stderr }), variables)
  return {
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    exited,
    kill: (signal) => child.kill(signal),
    async printed(wanted) {
      while (!wanted.test(stdout)) {
        if (ended) throw new Error(`${file} ended without printing ${wanted}:\n${stdout}\n${stderr}`)
        await Promise.race([once(child.stdout, 'data'), exited])
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

const LISTENING = /"host":"([^"]+)","port":(\d+),"msg":"listening"/

/** Starts a server, on a free port unless PORT is given, and waits until it accepts requests. */
export async function startServer(variables: Record<string, string>): Promise<ServerProcess> {
  const program = runProgram('src/main.ts', { PORT: '0', ...variables })
  await program.printed(LISTENING)
  const [, host, port] = LISTENING.exec(program.stdout) ?? []
  const url = `http://${host}:${port}`
  const env = parseEnv(variables)
  const token = async (email: string) => {
    const secret = await readTokenSecret(env)
    isSecret(secret)
    return signToken(demoId(email), env, secret ?? '')
  }
  return Object.assign(program, {
    url,
    token,
    client: async (email: string) =>
      new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${await token(email)}` } }),
  })
}
