import { useEffect, useState } from 'react'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import { Count } from '../design/count.tsx'
import { Failed, Notice } from '../design/states.tsx'
import { useFormat, useWords } from '../language/language.tsx'
import type { Progress } from './follow-progress.ts'
import { useProgressSocket } from './progress-socket-context.tsx'
import { StopButton } from './stop-button.tsx'
import type { SubmissionDetails } from './submission-details.ts'
import { submissionWords } from './submission-words.ts'
import { useProgress } from './use-progress.ts'

/** A submission that runs: how far it has come, who fails, and the way to stop it. */
export function ProgressPanel({
  submission,
  onFinished,
}: {
  submission: SubmissionDetails
  onFinished: () => void
}) {
  const words = useWords(submissionWords)
  const progress = useProgress(submission)
  const { connected } = useProgressSocket()
  const [stopped, setStopped] = useState(submission.cancelRequestedAt != null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it finishes
  useEffect(() => {
    if (progress.state === 'FINISHED') onFinished()
  }, [progress.state])
  return (
    <section className="panel" aria-label={words.progress}>
      <div className="row spread">
        <h2>{stopped ? words.stopping : words.running}</h2>
        {!stopped && <StopButton submissionId={submission.id} onStopped={() => setStopped(true)} />}
      </div>
      {connected === false && <Notice kind="warn">{words.waiting}</Notice>}
      {progress.code && <Failed code={progress.code} retry={onFinished} />}
      <Bar progress={progress} />
      <p className="hint">{words.mayLeave}</p>
      <LatestFailures progress={progress} />
    </section>
  )
}

function Bar({ progress }: { progress: Progress }) {
  const words = useWords(submissionWords)
  const format = useFormat()
  const { completed, succeeded, failed, total, rate } = progress
  const share = total === 0 ? 1 : completed / total
  const left = rate ? (total - completed) / rate : undefined
  return (
    <div className="stack small">
      <progress max={total} value={completed} aria-label={words.progress}>
        {format.percent(share)}
      </progress>
      <p className="row spread number">
        <strong>{words.of(format.number(completed), format.number(total))}</strong>
        <span className="muted">
          {rate !== undefined && words.rate(format.number(Math.round(rate)))}
          {left !== undefined && left > 1 && `, ${words.timeLeft(format.duration(left))}`}
        </span>
      </p>
      <dl className="tally">
        <Count label={words.succeeded} value={format.number(succeeded)} />
        <Count label={words.failed} value={format.number(failed)} bad={failed > 0} />
        <Count label={words.left} value={format.number(total - completed)} />
      </dl>
      {/* Every quarter is read aloud, not every mentor. */}
      <p className="visually-hidden" role="status">
        {completed > 0 && words.announced(format.percent(Math.floor(share * 4) / 4))}
      </p>
    </div>
  )
}

function LatestFailures({ progress: { latestFailures } }: { progress: Progress }) {
  const words = useWords(submissionWords)
  const sentence = useErrorSentence()
  if (latestFailures.length === 0) return null
  return (
    <section className="stack small">
      <h3>{words.latest}</h3>
      <ul className="plain failures">
        {latestFailures.map(({ sequence, mentor, mentorId, error }) => (
          <li key={sequence}>
            <strong>{mentor?.displayName ?? mentorId}</strong> {sentence(error?.code ?? '')}
          </li>
        ))}
      </ul>
    </section>
  )
}
