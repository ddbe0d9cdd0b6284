import type { Database } from '../../database/client.ts'
import type { Channel } from '../../database/notify.ts'
import { type Ownership, sessionOwnership, soleOwnership } from '../../database/ownership.ts'
import type { ErrorLog } from '../core/error-log.ts'
import { FairSemaphore } from '../core/fair-semaphore.ts'
import { SubmissionEvents } from './submission-events.ts'
import { SubmissionRunner } from './submission-runner.ts'

/** Everything that runs submissions in this process. */
export interface RunningSubmissions {
  runner: SubmissionRunner
  events: SubmissionEvents
  writeSemaphore: FairSemaphore
  /** Resolves when the writes in flight have ended and nothing is owned any more. */
  stop: () => Promise<void>
}

/** What the engine is built from. */
export interface RunnerParts {
  database: Database
  /** Of the server itself, for the dedicated session; undefined with the embedded database. */
  directDatabaseUrl: string | undefined
  maxConcurrentWrites: number
  maxProcessWrites: number
  log: ErrorLog & { warn: ErrorLog['error'] }
}

/** Starts to look for submissions, and runs them. */
export function startSubmissionRunner(parts: RunnerParts): RunningSubmissions {
  const { database, directDatabaseUrl, maxConcurrentWrites, maxProcessWrites, log } = parts
  const events = new SubmissionEvents()
  const sessionEvents = {
    notified: (channel: Channel, submissionId: string) =>
      channel === 'rollcall_work' ? events.emit('work') : events.emit('progress', submissionId),
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
  const writeSemaphore = new FairSemaphore(maxProcessWrites)
  const runner = new SubmissionRunner(
    { database, events, log, writeSemaphore, maxConcurrentWrites },
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
