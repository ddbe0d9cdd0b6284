import type { Channel } from '../database/announce.ts'
import type { Database } from '../database/client.ts'
import { type Ownership, sessionOwnership, soleOwnership } from '../database/ownership.ts'
import type { ErrorLog } from './error-log.ts'
import { SubmissionHints } from './submission-hints.ts'
import { SubmissionRunner } from './submission-runner.ts'
import { WriteSlots } from './write-slots.ts'

/** Everything that runs submissions in this process. */
export interface SubmissionEngine {
  runner: SubmissionRunner
  hints: SubmissionHints
  writeSlots: WriteSlots
  /** Resolves when the writes in flight have ended and nothing is owned any more. */
  stop: () => Promise<void>
}

/** What the engine is built from. */
export interface EngineParts {
  database: Database
  /** Of the server itself, for the dedicated session; undefined with the embedded database. */
  directDatabaseUrl: string | undefined
  maxConcurrentWrites: number
  maxProcessWrites: number
  log: ErrorLog & { warn: ErrorLog['error'] }
}

/** Starts to look for submissions, and runs them. */
export function startSubmissionEngine(parts: EngineParts): SubmissionEngine {
  const { database, directDatabaseUrl, maxConcurrentWrites, maxProcessWrites, log } = parts
  const hints = new SubmissionHints()
  const events = {
    announced: (channel: Channel, submissionId: string) =>
      channel === 'rollcall_work' ? runner.hint() : hints.hint(submissionId),
    lost: () => runner.releaseAll(),
    regained: () => {
      runner.hint()
      hints.hintAll()
    },
  }
  const ownership: Ownership =
    directDatabaseUrl === undefined ? soleOwnership() : sessionOwnership(directDatabaseUrl, log, events)
  const writeSlots = new WriteSlots(maxProcessWrites)
  const runner = new SubmissionRunner(
    { database, hints, log, writeSlots, cap: maxConcurrentWrites },
    ownership,
  )
  runner.start()
  return {
    runner,
    hints,
    writeSlots,
    async stop() {
      await runner.stop()
      await ownership.close()
    },
  }
}
