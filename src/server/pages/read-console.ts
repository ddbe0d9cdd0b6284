import { pathToFileURL } from 'node:url'
import { signToken } from '../../auth/sign-token.ts'
import { demoUsers } from '../../demo-data.ts'
import type { ConsoleSettings, Env } from '../../env.ts'
import { StartupError } from '../../errors.ts'
import type { ConsoleParts } from './console.ts'
import { readConsoleFiles, readStaticFile } from './console-files.ts'
import type { DemoUser } from './demo-users.ts'

// The demo users that the console offers: every coordinator, and one mentor.
const OFFERED = demoUsers().filter(
  ({ role, email }) => role === 'coordinator' || email === 'mentor1@oslo.example',
)

/**
 * Reads the console's files and its logo.
 *
 * @param secret the secret for the demo users' tokens; undefined where tokens are checked with published keys
 * @throws StartupError where the logo can't be read
 */
export async function readConsole(
  settings: ConsoleSettings,
  env: Env,
  secret: string | undefined,
): Promise<ConsoleParts> {
  return {
    settings,
    files: await readConsoleFiles(),
    logo: settings.logo === undefined ? undefined : await readLogo(settings.logo),
    issueDemoUsers: env.demo && secret !== undefined ? () => issueDemoUsers(env, secret) : undefined,
  }
}

function issueDemoUsers(env: Env, secret: string): Promise<DemoUser[]> {
  return Promise.all(
    OFFERED.map(async ({ id, displayName, email }) => ({
      displayName,
      email,
      token: await signToken(id, env, secret),
    })),
  )
}

async function readLogo(path: string) {
  try {
    return await readStaticFile(pathToFileURL(path))
  } catch (cause) {
    throw new StartupError(`The file that CONSOLE_LOGO names can’t be used: ${(cause as Error).message}`, {
      cause,
    })
  }
}
