import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartupError } from '../errors.ts'

const SQLITE_BUSY = 5

/**
 * Locks a folder for this process, so that two can't write to the embedded database at once.
 *
 * Node has no file locks of its own, and a file with a process id in it outlives a killed process. SQLite holds a
 * lock of the operating system's, which ends with the process however it ends.
 *
 * @returns a function that releases the lock
 * @throws StartupError where another process holds it
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if ((cause as { errcode?: unknown }).errcode !== SQLITE_BUSY) throw cause
    throw new StartupError(
      `Another process uses the data folder ${folder}. Stop it, or choose another folder with DATA_DIR.`,
      { cause },
    )
  }
  return () => lock.close()
}
