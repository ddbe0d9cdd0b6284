import { stringifyDocument } from '@urql/core'
import type { Client as SocketClient } from 'graphql-ws'
import {
  ProgressDocument,
  type ProgressSubscription,
  type SubmissionStateFragment,
} from '../generated/graphql.ts'
import { createSpeedometer } from './speedometer.ts'

const SHOWN_FAILURES = 10
const AGAIN_AFTER_MS = 2_000

export type Update = ProgressSubscription['bulkProgress']
export type Failure = NonNullable<Update['outcome']>

/** How far a submission has come, as far as this page has heard. */
export interface Progress extends Pick<Update, 'completed' | 'succeeded' | 'failed' | 'total' | 'state'> {
  /** The latest failures, the newest first; at most ten. */
  latestFailures: readonly Failure[]
  /** Mentors a second, over the last seconds; undefined until it can be told. */
  rate: number | undefined
  /** The code of the failure, where it can't be followed. */
  code: string | undefined
}

/** What is known of a submission before anything is heard. */
export function progressOf(known: SubmissionStateFragment): Progress {
  const { completed, succeeded, failed, total, state } = known
  return { completed, succeeded, failed, total, state, latestFailures: [], rate: undefined, code: undefined }
}

/**
 * Follows a submission to its end, and across lost connections from the last update that came. Tells of what came once a
 * frame, however much it is.
 *
 * @returns ends it
 */
export function followProgress(
  client: SocketClient,
  submissionId: string,
  known: Progress,
  onProgress: (progress: Progress) => void,
): () => void {
  let progress = known
  let heard = known.completed
  let frame: number | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const speedometer = createSpeedometer()
  const tell = (changes: Partial<Progress>) => {
    progress = { ...progress, ...changes }
    frame ??= requestAnimationFrame(() => {
      frame = undefined
      onProgress({ ...progress, rate: speedometer(progress.completed, performance.now()) })
    })
  }
  const onUpdate = ({ outcome, sequence, ...counts }: Update) => {
    heard = sequence
    const { completed, succeeded, failed, total, state } = counts
    const latestFailures = outcome?.error
      ? [outcome, ...progress.latestFailures].slice(0, SHOWN_FAILURES)
      : progress.latestFailures
    tell({ completed, succeeded, failed, total, state, latestFailures, code: undefined })
  }

  let end = () => {}
  const subscribe = () => {
    end = client.subscribe<ProgressSubscription>(
      {
        query: stringifyDocument(ProgressDocument),
        variables: {
          submissionId,
          // Read whenever the client sends it, so also after the connection was lost.
          get after() {
            return heard
          },
        },
      },
      {
        next({ data, errors }) {
          if (data) onUpdate(data.bulkProgress)
          else tell({ code: codeOf(errors) })
        },
        // The client gives up for some reasons that pass, as when no token is to be had at the moment.
        error(error) {
          if (Array.isArray(error)) tell({ code: codeOf(error) })
          else again = setTimeout(subscribe, AGAIN_AFTER_MS)
        },
        complete() {},
      },
    )
  }
  subscribe()
  return () => {
    clearTimeout(again)
    if (frame !== undefined) cancelAnimationFrame(frame)
    end()
  }
}

function codeOf(errors: readonly { extensions?: Record<string, unknown> }[] | undefined): string {
  return String(errors?.[0]?.extensions?.code ?? 'INTERNAL_SERVER_ERROR')
}
