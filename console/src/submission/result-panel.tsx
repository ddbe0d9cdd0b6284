import { useState } from 'react'
import { useQuery } from 'urql'
import { TakeBackDialog } from '../activities/take-back-dialog.tsx'
import { usePages } from '../api/use-pages.ts'
import { routeTo } from '../app/router.ts'
import { Count } from '../design/count.tsx'
import { Failed, Loading, Notice } from '../design/states.tsx'
import { OutcomesDocument, StillCountingDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { AgainButton } from './again-button.tsx'
import { FailuresByReason } from './failures-by-reason.tsx'
import { OutcomesCsvButton } from './outcomes-csv-button.tsx'
import { resultWords } from './result-words.ts'
import { RetryFailed } from './retry-failed.tsx'
import type { SubmissionDetails } from './submission-details.ts'
import { submissionWords } from './submission-words.ts'

/** How a submission ended, and what can be done about it. */
export function ResultPanel({ submission, reload }: { submission: SubmissionDetails; reload: () => void }) {
  const words = useWords(resultWords)
  const states = useWords(submissionWords)
  const format = useFormat()
  const { id, succeeded, failed } = submission
  const [takingBack, setTakingBack] = useState(false)
  const [{ data }, askAgain] = useQuery({
    query: StillCountingDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const failures = usePages({
    document: OutcomesDocument,
    variables: { id, status: 'FAILURE' },
    connectionOf: ({ bulkSubmission }) => bulkSubmission?.outcomes,
    all: true,
    when: failed > 0,
  })
  const counting = data?.activityRecords.totalCount
  const takenBack = succeeded > 0 && counting === 0
  return (
    <section className="panel" aria-label={words.title}>
      <ResultNotice submission={submission} takenBack={takenBack} />
      <dl className="tally">
        <Count label={states.succeeded} value={format.number(succeeded)} />
        <Count label={states.failed} value={format.number(failed)} bad={failed > 0} />
      </dl>
      {failed > 0 && failures.status === 'loading' && <Loading />}
      {failures.status === 'failed' && <Failed code={failures.code ?? ''} retry={failures.more} />}
      {failures.nodes.length > 0 && <FailuresByReason failures={failures.nodes} />}
      {failed > 0 && failures.status === 'there' && !failures.hasMore && (
        <RetryFailed submission={submission} failures={failures.nodes} />
      )}
      <div className="row no-print">
        <OutcomesCsvButton submissionId={id} />
        {succeeded > 0 && (
          <a
            className="button"
            href={routeTo('/activities', { submission: id, voided: takenBack ? '1' : '' })}
          >
            {states.activities}
          </a>
        )}
        {takenBack && <AgainButton submission={submission} />}
        {succeeded > 0 && counting !== undefined && !takenBack && (
          <button type="button" className="danger" onClick={() => setTakingBack(true)}>
            {words.takeBack}
          </button>
        )}
      </div>
      {takingBack && counting !== undefined && (
        <TakeBackDialog
          title={words.takeBackQuestion(format.number(counting), counting)}
          target={{ bulkSubmissionId: id }}
          onClose={() => setTakingBack(false)}
          onDone={() => {
            setTakingBack(false)
            askAgain({ requestPolicy: 'network-only' })
            reload()
          }}
        />
      )}
    </section>
  )
}

function ResultNotice({ submission, takenBack }: { submission: SubmissionDetails; takenBack: boolean }) {
  const words = useWords(resultWords)
  const format = useFormat()
  const { succeeded, failed, total, cancelRequestedAt } = submission
  if (takenBack) return <Notice kind="info">{words.takenBack(format.number(succeeded), succeeded)}</Notice>
  return (
    <Notice kind={failed === 0 ? 'good' : succeeded === 0 ? 'bad' : 'warn'}>
      <strong>
        {failed === 0 && words.all(format.number(total), total)}
        {failed > 0 && succeeded > 0 && words.some(format.number(succeeded), format.number(total))}
        {succeeded === 0 && words.none(total)}
      </strong>
      {cancelRequestedAt && <p>{words.stopped}</p>}
    </Notice>
  )
}
