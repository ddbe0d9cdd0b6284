import { useQuery } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { routeTo } from '../app/router.ts'
import { Screen } from '../design/screen.tsx'
import { Failed, Loading } from '../design/states.tsx'
import { SubmissionDocument, type SubmissionQuery } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { ResultPanel } from './result-panel.tsx'
import { submissionWords } from './submission-words.ts'

export type SubmissionDetails = NonNullable<SubmissionQuery['bulkSubmission']>

/** One submission: how it runs, and how it ended. */
export function Submission({ id }: { id: string }) {
  const words = useWords(submissionWords)
  const [{ data, error, stale }, ask] = useQuery({
    query: SubmissionDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const reload = () => ask({ requestPolicy: 'network-only' })
  const submission = data?.bulkSubmission

  if (!submission) {
    return (
      <Screen title={words.title}>
        {error && <Failed code={errorCode(error)} retry={reload} />}
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
