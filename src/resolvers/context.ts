import type { Viewer } from '../auth/authenticate.ts'
import type { Database } from '../database/client.ts'
import { type Transaction, transactionAs } from '../database/transaction.ts'
import type { Env } from '../env.ts'
import type { Metrics } from '../metrics.ts'
import type { SubmissionEvents } from '../orchestrator/runner/submission-events.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { SubmissionProgress } from './progress-page.ts'
import type { UserSemaphore } from './user-semaphore.ts'

/** What all operations of a server share. */
export interface SharedContext {
  /** The settings, with the limits of what a request may ask for. */
  env: Env
  database: Database
  events: SubmissionEvents
  /** Follows submissions. It is a ProgressFeeds; that class is not imported here because it imports this file. */
  feeds: {
    watch: (
      context: Context,
      submissionId: string,
      after: number,
    ) => Promise<AsyncIterable<SubmissionProgress>>
  }
  /** Bounds the database work of requests, and shares its connections among users. */
  requests: UserSemaphore
  /**
   * The same for the reads of those who watch submissions: with fewer connections, so that they can't hold up requests.
   */
  watcherReads: UserSemaphore
  metrics: Metrics
  /** Aborts when the server stops, so that long answers, such as exports, can end. */
  stopping: AbortSignal
}

/** The context of one operation: what its resolvers get. */
export interface Context extends SharedContext {
  readonly viewer: Viewer
  loaders: Loaders
  /** Runs database work with the viewer's rights, in one transaction. */
  asViewer: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
  /** The same, for the reads of those who watch submissions; they have fewer connections, and may wait longer. */
  asWatcher: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
}

/** Builds the context of one operation of a user who is logged in. */
export function createContext(shared: SharedContext, viewer: Viewer): Context {
  const { userId } = viewer
  const asViewer: Context['asViewer'] = (work) =>
    shared.requests.run(userId, () => transactionAs(shared.database, { userId }, work))
  const asWatcher: Context['asWatcher'] = (work) =>
    shared.watcherReads.run(userId, () => transactionAs(shared.database, { userId }, work))
  return { ...shared, viewer, asViewer, asWatcher, loaders: createLoaders(asViewer) }
}
