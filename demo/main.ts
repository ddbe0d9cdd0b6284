import { parseArgs } from 'node:util'
import { InvalidEnvError, parseEnv } from '../src/env.ts'
import { StartupError } from '../src/errors.ts'
import { connect, demoToken } from './client.ts'
import { DemoError } from './demo-error.ts'
import { reachServer } from './server.ts'
import { tellStory } from './story.ts'

// npm run demo [-- oslo|bergen|tromso] [--url http://…]: registers one activity for a whole chapter and shows its
// progress in the terminal, through the same API as any client.

const CHAPTERS = ['oslo', 'bergen', 'tromso'] as const
const USAGE = 'Usage: npm run demo -- [oslo|bergen|tromso] [--url http://127.0.0.1:4000]'
const ENDED_BY_SIGNAL = 130

const say = (text: string) => void process.stdout.write(`${text}\n`)

try {
  const { chapter, url } = readArguments()
  const env = parseEnv(process.env)
  const token = await demoToken(`coordinator@${chapter}.example`, env)
  const server = await reachServer(url, env, say)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.stop().then(() => process.exit(ENDED_BY_SIGNAL)))
  }
  try {
    await tellStory({ client: connect(server.url, token), chapter, startedServer: server.started })
  } finally {
    await server.stop()
  }
} catch (error) {
  const expected =
    error instanceof DemoError || error instanceof StartupError || error instanceof InvalidEnvError
  if (!expected) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function readArguments(): { chapter: (typeof CHAPTERS)[number]; url: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { url: { type: 'string' } },
    })
    const [name = 'bergen', ...rest] = positionals
    const chapter = CHAPTERS.find((each) => each === name.toLowerCase().replace('ø', 'o'))
    if (chapter && rest.length === 0) return { chapter, url: values.url }
  } catch {
    // a misspelt option: answered like a misspelt chapter
  }
  throw new DemoError(USAGE)
}
