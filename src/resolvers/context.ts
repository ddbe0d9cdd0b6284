import type { Viewer } from '../auth/authenticate.ts'
import type { Database } from '../database/client.ts'
import { type Transaction, transactionAs } from '../database/transaction.ts'
import type { Metrics } from '../metrics.ts'
import type { SubmissionEvents } from '../orchestrator/runner/submission-events.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { SubmissionProgress } from './progress-page.ts'
import type { UserSemaphore } from './user-semaphore.ts'

/** What all operations of a server share. */
export interface SharedContext {
  database: Database
  events: SubmissionEvents
  /** Follows submissions: see ProgressFeeds, which is not named here because it knows the context itself. */
  feeds: {
    watch: (
      context: Context,
      submissionId: string,
      after: number,
    ) => Promise<AsyncIterable<SubmissionProgress>>
  }
  /** Shares the connections for requests among users. */
  requests: UserSemaphore
  /** Shares those for the reads of watchers, which are fewer, so that watchers can't keep requests waiting. */
  watcherReads: UserSemaphore
  /** Mentors that one submission may name at most. */
  maxSelection: number
  /** Submissions of one coordinator that have not finished, at most. */
  maxActiveSubmissions: number
  metrics: Metrics
  /** Aborts when the server stops, so that what would go on for ever can end. */
  stopping: AbortSignal
}

/** What one operation may reach. */
export interface Context extends SharedContext {
  readonly viewer: Viewer
  loaders: Loaders
  /** Runs database work with the viewer's rights, in one transaction. */
  asViewer: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
  /** The same for the reads of who watches, whom it does not matter to wait a little. */
  asWatcher: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>
}

/** Builds the context of one operation of somebody who is logged in. */
export function createContext(shared: SharedContext, viewer: Viewer): Context {
  const { userId } = viewer
  const asViewer: Context['asViewer'] = (work) =>
    shared.requests.run(userId, () => transactionAs(shared.database, { userId }, work))
  const asWatcher: Context['asWatcher'] = (work) =>
    shared.watcherReads.run(userId, () => transactionAs(shared.database, { userId }, work))
  return { ...shared, viewer, asViewer, asWatcher, loaders: createLoaders(asViewer) }
}
