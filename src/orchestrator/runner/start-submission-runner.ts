import type { Database } from '../../database/client.ts'
import type { Channel } from '../../database/notify.ts'
import { type Ownership, sessionOwnership, soleOwnership } from '../../database/ownership.ts'
import type { ErrorLog } from '../core/error-log.ts'
import { FairSemaphore } from '../core/fair-semaphore.ts'
import { SubmissionEvents } from './submission-events.ts'
import { SubmissionRunner } from './submission-runner.ts'

/** The runner of this process, and what other parts of the server share with it. */
export interface RunningSubmissions {
  runner: SubmissionRunner
  events: SubmissionEvents
  writeSemaphore: FairSemaphore
  /** Stops the runner. Resolves when the writes in flight have ended and all locks have been given back. */
  stop: () => Promise<void>
}

/** What `startSubmissionRunner` needs. */
export interface RunnerParts {
  database: Database
  /** The URL of PostgreSQL itself, not of a pooler, for the dedicated session; undefined with the embedded database. */
  directDatabaseUrl: string | undefined
  /** Writes of one submission in flight at most. */
  maxConcurrentWrites: number
  /** Writes of all submissions of this process in flight at most. */
  maxProcessWrites: number
  /** Awaited before each write, which it may delay. */
  beforeWrite: () => Promise<void>
  log: ErrorLog & { warn: ErrorLog['error'] }
}

/** Starts to look for submissions in the database, and runs those that this process owns. Returns at once. */
export function startSubmissionRunner(parts: RunnerParts): RunningSubmissions {
  const { database, directDatabaseUrl, maxConcurrentWrites, maxProcessWrites, beforeWrite, log } = parts
  const events = new SubmissionEvents()
  const sessionEvents = {
    notified(channel: Channel, payload: string) {
      const [submissionId = '', origin] = payload.split(' ')
      if (channel === 'rollcall_work') events.emit('work')
      // Of its own settling this process has told its watchers more by `settled`.
      else if (origin !== database.origin) events.emit('progress', submissionId)
    },
    lost: () => runner.releaseAll(),
    regained: () => {
      events.emit('work')
      events.emit('missed')
    },
  }
  const ownership: Ownership =
    directDatabaseUrl === undefined
      ? soleOwnership()
      : sessionOwnership(directDatabaseUrl, log, sessionEvents)
  // The embedded database carries out one transaction after another, in this thread. Writes that wait for each other there
  // seem slow without being large, so that they grow, and keep everything else of the process waiting, signals too.
  const writeSemaphore = new FairSemaphore(database.shared ? maxProcessWrites : 1)
  const runner = new SubmissionRunner(
    { database, events, log, writeSemaphore, maxConcurrentWrites, beforeWrite },
    ownership,
  )
  events.on('work', () => runner.hint())
  runner.start()
  return {
    runner,
    events,
    writeSemaphore,
    async stop() {
      await runner.stop()
      await ownership.close()
    },
  }
}
