import type { Viewer } from '../auth/authenticate.ts'
import type { Database } from '../database/client.ts'
import { type Transaction, transactionAs } from '../database/transaction.ts'
import type { Metrics } from '../metrics.ts'
import type { SubmissionHints } from '../orchestrator/runner/submission-events.ts'
import type { SubmissionRunner } from '../orchestrator/runner/submission-runner.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { SharedReads } from './shared-reads.ts'

/** What all operations of a server share. */
export interface SharedContext {
  database: Database
  runner: SubmissionRunner
  hints: SubmissionHints
  /** Mentors that one submission may name at most. */
  maxSelection: number
  /** Submissions of one coordinator that have not finished, at most. */
  maxActiveSubmissions: number
  metrics: Metrics
  progressReads: SharedReads
  /** Aborts when the server stops, so that what would go on for ever can end. */
  stopping: AbortSignal
}

/** What one operation may reach. */
export interface Context extends SharedContext {
  readonly viewer: Viewer
  loaders: Loaders
  /** Runs database work with the viewer's rights, in one transaction. */
  asViewer: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
}

/** Builds the context of one operation of somebody who is logged in. */
export function createContext(shared: SharedContext, viewer: Viewer): Context {
  const asViewer: Context['asViewer'] = (work) =>
    transactionAs(shared.database, { userId: viewer.userId }, work)
  return { ...shared, viewer, asViewer, loaders: createLoaders(asViewer) }
}
