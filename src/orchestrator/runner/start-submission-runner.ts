import type { Database } from '../../database/client.ts'
import type { Channel } from '../../database/notify.ts'
import { type Ownership, sessionOwnership, soleOwnership } from '../../database/ownership.ts'
import type { ErrorLog } from '../core/error-log.ts'
import { FairSemaphore } from '../core/fair-semaphore.ts'
import { SubmissionHints } from './submission-events.ts'
import { SubmissionRunner } from './submission-runner.ts'

/** Everything that runs submissions in this process. */
export interface RunningSubmissions {
  runner: SubmissionRunner
  hints: SubmissionHints
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
  const hints = new SubmissionHints()
  const events = {
    notified: (channel: Channel, submissionId: string) =>
      channel === 'rollcall_work' ? runner.hint() : hints.hint(submissionId),
    lost: () => runner.releaseAll(),
    regained: () => {
      runner.hint()
      hints.hintAll()
    },
  }
  const ownership: Ownership =
    directDatabaseUrl === undefined ? soleOwnership() : sessionOwnership(directDatabaseUrl, log, events)
  const writeSemaphore = new FairSemaphore(maxProcessWrites)
  const runner = new SubmissionRunner(
    { database, hints, log, writeSemaphore, maxConcurrentWrites },
    ownership,
  )
  runner.start()
  return {
    runner,
    hints,
    writeSemaphore,
    async stop() {
      await runner.stop()
      await ownership.close()
    },
  }
}
