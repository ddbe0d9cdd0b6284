import { access, constants, mkdir } from 'node:fs/promises'
import { StartupError } from './errors.ts'

/**
 * Creates the data folder where it does not exist yet.
 *
 * @throws StartupError where it can't be made or written to
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new StartupError(
      `Can’t use the data folder ${dataDir} (${code}). Make it a folder that this user may write to, or choose another one with DATA_DIR.`,
      { cause },
    )
  }
}
