import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { routeTo } from '../app/router.ts'
import { Screen } from '../design/screen.tsx'
import { Failed, Loading } from '../design/states.tsx'
import { SubmissionDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { ResultPanel } from './result-panel.tsx'
import type { SubmissionDetails } from './submission-details.ts'
import { submissionWords } from './submission-words.ts'

const ASK_AGAIN_AFTER_MS = 2_000

/** One submission: how it runs, and how it ended. */
export function Submission({ id }: { id: string }) {
  const words = useWords(submissionWords)
  const [{ data, error, stale }, ask] = useQuery({
    query: SubmissionDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const reload = () => ask({ requestPolicy: 'network-only' })
  const code = error && errorCode(error)
  // What is known of it stays on the page while the server can't be asked.
  const [known, setKnown] = useState(data?.bulkSubmission)
  if (data && data.bulkSubmission !== known) setKnown(data.bulkSubmission)
  const submission = data ? data.bulkSubmission : known
  // biome-ignore lint/correctness/useExhaustiveDependencies: once after each failure
  useEffect(() => {
    if (code !== NETWORK) return
    const timer = setTimeout(reload, ASK_AGAIN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [error])

  if (!submission) {
    return (
      <Screen title={words.title}>
        {code && <Failed code={code} retry={reload} />}
        {!error && (!data || stale) && <Loading />}
        {data && !stale && (
          <>
            <Failed code="NOT_FOUND" />
            <p>
              {words.notFoundHint} <a href={routeTo('/history')}>{words.toHistory}</a>
            </p>
          </>
        )}
      </Screen>
    )
  }
  return (
    <Screen title={submission.template.activityType.name}>
      <Details submission={submission} />
      {code && <Failed code={code} retry={reload} />}
      {submission.state === 'FINISHED' ? (
        <ResultPanel submission={submission} reload={reload} />
      ) : (
        <ProgressPanel submission={submission} onFinished={reload} />
      )}
      <Family submission={submission} />
    </Screen>
  )
}

function Details({ submission }: { submission: SubmissionDetails }) {
  const words = useWords(submissionWords)
  const format = useFormat()
  const { template, chapter } = submission
  const timeZone = chapter?.timeZone ?? 'UTC'
  return (
    <p className="muted">
      {[
        format.dateTime(template.recordedAt, timeZone),
        words.minutes(format.number(template.durationMinutes)),
        chapter?.name,
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  )
}

function Family({ submission: { retryOf, retries } }: { submission: SubmissionDetails }) {
  const words = useWords(submissionWords)
  const format = useFormat()
  if (!retryOf && retries.length === 0) return null
  return (
    <nav className="stack small" aria-label={words.retries}>
      {retryOf && (
        <p>
          <a href={routeTo(`/submissions/${retryOf.id}`)}>{words.retryOf}</a>
        </p>
      )}
      {retries.map((retry) => (
        <p key={retry.id}>
          {words.retries}{' '}
          <a href={routeTo(`/submissions/${retry.id}`)}>
            {format.localDateTime(retry.createdAt)}:{' '}
            {words.of(format.number(retry.succeeded), format.number(retry.total))} {words.succeeded}
          </a>
        </p>
      ))}
    </nav>
  )
}
