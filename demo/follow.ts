import { setTimeout as sleep } from 'node:timers/promises'
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { type DemoClient, lost, refusedToken } from './client.ts'
import { DemoError } from './demo-error.ts'
import { Progress } from './documents.ts'
import type { ProgressSubscription } from './generated/graphql.ts'

export type Update = ProgressSubscription['bulkProgress']

const ATTEMPTS = 30
const LONGEST_PAUSE_MS = 2_000
const CLOSED_UNAUTHORIZED = 4401

/** What a follower is told. */
export interface Listener {
  update: (update: Update) => void
  /** The connection is gone; it is being made again. */
  interrupted: () => void
}

/**
 * Follows a submission to its end over graphql-ws, through servers that go away and come back: each update once.
 *
 * @throws DemoError where the server refuses, or stays away
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
    shouldRetry: () => true, // by default a server that is not up again yet would be the end
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
            if (finished) resolve() // not waiting for more: cut off now, it would be told of the end again
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

/** A server that stops in order says so before it goes. */
function isStopping(reason: unknown): boolean {
  return Array.isArray(reason) && reason[0]?.extensions?.code === 'SERVICE_UNAVAILABLE'
}

function explained(reason: unknown, url: string): DemoError {
  if (Array.isArray(reason)) return new DemoError(`The server ended the subscription: ${reason[0]?.message}`)
  if ((reason as { code?: unknown }).code === CLOSED_UNAUTHORIZED) return refusedToken(url)
  return lost(url)
}
