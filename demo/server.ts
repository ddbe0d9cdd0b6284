import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Env } from '../src/env.ts'
import { DemoError } from './demo-error.ts'

/** The server that the demo talks to. */
export interface DemoServer {
  /** Such as http://127.0.0.1:4000 */
  url: string
  /** Whether the demo has started it. */
  started: boolean
  /** Stops it where the demo has started it. */
  stop: () => Promise<void>
}

const ANSWER_TIMEOUT_MS = 5_000
// A line that a server in demo mode prints when it is ready.
const READY = /GraphiQL +\S+:(\d+)\/graphql/
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/**
 * Finds the server at `url`. Without a `url` it looks at the address in the settings, and starts a server there if none
 * runs.
 *
 * @param say prints a line for whoever runs the demo
 * @throws DemoError where no server is found, and none can be started
 */
export async function reachServer(
  url: string | undefined,
  env: Env,
  say: (text: string) => void,
): Promise<DemoServer> {
  const address = url === undefined ? addressOf(env, env.port) : addressGiven(url)
  const found = env.port === 0 && url === undefined ? 'nothing' : await whatAnswersAt(address)
  if (found === 'rollcall') return { url: address, started: false, stop: async () => {} }
  if (found === 'something else') {
    throw new DemoError(
      `What answers at ${address} is not Rollcall. Choose another place with --url or PORT.`,
    )
  }
  if (url !== undefined) {
    throw new DemoError(
      `No server answers at ${address}. Start one there, or leave --url out to have one started.`,
    )
  }
  say(`No server runs at ${address}: starting one, with your settings, for as long as the demo takes.`)
  return startServer(env)
}

async function startServer(env: Env): Promise<DemoServer> {
  const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = once(child, 'close')
  const port = await new Promise<number | undefined>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const ready = READY.exec(line)
      if (ready) resolve(Number(ready[1]))
    })
    void ended.then(() => resolve(undefined))
  })
  if (port === undefined) {
    const lastWord = complaints.trim().split('\n').at(-1)
    throw new DemoError(`The server could not be started. ${lastWord}`)
  }
  return { url: addressOf(env, port), started: true, stop: () => stopChild(child, ended) }
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}

/**
 * The URL to connect to. The wildcard addresses 0.0.0.0 and :: can only be listened on, so loopback takes their place.
 */
function addressOf({ host }: Env, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function addressGiven(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new DemoError(`--url must be an address such as http://127.0.0.1:4000, not "${url}".`)
  }
  return parsed.href.replace(/\/(graphql\/?)?$/, '')
}

const graphqlAnswer = z.object({ data: z.unknown() }).or(z.object({ errors: z.array(z.unknown()) }))

async function whatAnswersAt(address: string): Promise<'rollcall' | 'something else' | 'nothing'> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch(() => undefined)
  if (!response) return 'nothing'
  const body: unknown = await response.json().catch(() => undefined)
  return graphqlAnswer.safeParse(body).success ? 'rollcall' : 'something else'
}
