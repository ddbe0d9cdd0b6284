import { useEffect, useState } from 'react'
import type { SubmissionStateFragment } from '../generated/graphql.ts'
import { followProgress, type Progress, progressOf } from './follow-progress.ts'
import { useProgressSocket } from './progress-socket-context.tsx'

/** Follows a submission from what is known of it to its end. */
export function useProgress(known: SubmissionStateFragment): Progress {
  const { client } = useProgressSocket()
  const [progress, setProgress] = useState(() => progressOf(known))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was known at first is where following begins
  useEffect(() => followProgress(client, known.id, progressOf(known), setProgress), [client, known.id])
  return progress
}
