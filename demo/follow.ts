import { setTimeout as sleep } from 'node:timers/promises'
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { type DemoClient, lost, refusedToken } from './client.ts'
import { DemoError } from './demo-error.ts'
import { Progress } from './documents.ts'
import type { ProgressSubscription } from './generated/graphql.ts'

/** One update of bulkProgress. */
export type Update = ProgressSubscription['bulkProgress']

const ATTEMPTS = 30
const LONGEST_PAUSE_MS = 2_000
const CLOSED_UNAUTHORIZED = 4401

/** Callbacks for following a submission. */
export interface Listener {
  /** Called with each update once, in order. */
  update: (update: Update) => void
  /** Called when the connection is lost. The client reconnects by itself. */
  interrupted: () => void
}

/**
 * Follows a submission to its end over graphql-ws, and reconnects where the server is restarted.
 *
 * @throws DemoError where the server refuses the subscription, or can't be reached any more
 */
export async function followSubmission(
  { url, token }: DemoClient,
  submissionId: string,
  listener: Listener,
): Promise<void> {
  // The client sends these anew whenever it connects, so `after` makes it go on where it was cut off.
  const variables = { submissionId, after: 0 }
  let finished = false
  let interrupted = false
  const interruption = () => {
    if (!finished && !interrupted) listener.interrupted()
    interrupted = true
  }
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: ATTEMPTS,
    retryWait: (retries) => sleep(Math.min(100 * 2 ** retries, LONGEST_PAUSE_MS)),
    shouldRetry: () => true, // by default the client gives up where the server is not up again yet
    on: {
      closed: interruption,
      connected: () => {
        interrupted = false
      },
    },
  })
  const toItsEnd = () =>
    new Promise<void>((resolve, reject) => {
      client.subscribe<ProgressSubscription>(
        { query: print(Progress), variables },
        {
          next({ data }) {
            if (!data) return
            variables.after = data.bulkProgress.sequence
            finished = data.bulkProgress.state === 'FINISHED'
            listener.update(data.bulkProgress)
            // Not only on `complete`: where the connection is lost before that, the last update would come twice.
            if (finished) resolve()
          },
          error: reject,
          complete: resolve,
        },
      )
    })
  try {
    while (!finished) {
      await toItsEnd().catch((reason: unknown) => {
        if (!isStopping(reason)) throw explained(reason, url)
        interruption()
      })
    }
  } finally {
    await client.dispose()
  }
}

/** Whether the subscription ended because the server is being stopped. */
function isStopping(reason: unknown): boolean {
  return Array.isArray(reason) && reason[0]?.extensions?.code === 'SERVICE_UNAVAILABLE'
}

function explained(reason: unknown, url: string): DemoError {
  if (Array.isArray(reason)) return new DemoError(`The server ended the subscription: ${reason[0]?.message}`)
  if ((reason as { code?: unknown }).code === CLOSED_UNAUTHORIZED) return refusedToken(url)
  return lost(url)
}
