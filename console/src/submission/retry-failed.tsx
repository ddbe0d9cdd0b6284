import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { forgetIdempotencyKey, idempotencyKey } from '../api/idempotency-key.ts'
import { go, routeTo } from '../app/router.ts'
import { Dialog } from '../design/dialog.tsx'
import { Failed } from '../design/states.tsx'
import { type ProxyActivityTemplateInput, RetryDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { activityOf } from '../register/activity.ts'
import { ActivityFields } from '../register/activity-fields.tsx'
import { activityDraftOf } from '../register/draft.ts'
import { type Refusal, refusalOf } from '../register/refusal.ts'
import type { Outcome } from './outcomes.ts'
import { resultWords } from './result-words.ts'
import type { SubmissionDetails } from './submission-details.ts'

interface RetryFailedProps {
  submission: SubmissionDetails
  failures: readonly Outcome[]
}

/** Tries those again that failed: as they are where that may help, or with other details. */
export function RetryFailed({ submission, failures }: RetryFailedProps) {
  const words = useWords(resultWords)
  const format = useFormat()
  const timeZone = submission.chapter?.timeZone ?? 'UTC'
  const [correcting, setCorrecting] = useState(false)
  const [draft, setDraft] = useState(() => activityDraftOf(submission))
  const [refusal, setRefusal] = useState<Refusal>()
  const [{ fetching }, retry] = useMutation(RetryDocument)
  const retryable = failures.filter(({ error }) => error?.retryable).length

  const send = async (template?: ProxyActivityTemplateInput) => {
    if (fetching) return
    const input = { submissionId: submission.id, ...(template ? { template } : {}) }
    const purpose = `retry.${submission.id}`
    const { data, error } = await retry({
      input: { ...input, idempotencyKey: idempotencyKey(purpose, input) },
    })
    if (!data) return setRefusal({ code: error ? errorCode(error) : NETWORK, mistakes: {} })
    forgetIdempotencyKey(purpose)
    if (data.result.__typename !== 'BulkSubmission') return setRefusal(refusalOf(data.result))
    go(routeTo(`/submissions/${data.result.id}`))
  }
  const sendCorrected = (event: FormEvent) => {
    event.preventDefault()
    const parsed = activityOf(draft, timeZone)
    if ('mistakes' in parsed) setRefusal({ code: 'INVALID_TEMPLATE', mistakes: parsed.mistakes })
    else void send(parsed.activity)
  }

  return (
    <>
      {refusal && !correcting && <Failed code={refusal.code} />}
      <div className="row no-print">
        {retryable > 0 && (
          <button type="button" className="primary" aria-disabled={fetching} onClick={() => void send()}>
            {fetching ? words.retrying : words.retry(format.number(retryable), retryable)}
          </button>
        )}
        <button type="button" onClick={() => setCorrecting(true)}>
          {words.correct}
        </button>
      </div>
      {correcting && (
        <Dialog title={words.correct} onClose={() => setCorrecting(false)}>
          <p>{words.correctMeaning}</p>
          <form className="stack" onSubmit={sendCorrected} noValidate>
            <ActivityFields
              value={draft}
              onChange={setDraft}
              timeZone={timeZone}
              mistakes={refusal?.mistakes ?? {}}
            />
            {refusal && <Failed code={refusal.code} />}
            <div className="row">
              <button type="submit" className="primary" aria-disabled={fetching}>
                {fetching ? words.retrying : words.correct}
              </button>
              <button type="button" onClick={() => setCorrecting(false)}>
                {words.cancel}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  )
}
