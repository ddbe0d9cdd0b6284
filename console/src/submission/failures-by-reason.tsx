import { useMemo } from 'react'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import { useFormat, useWords } from '../language/language.tsx'
import type { Outcome } from './outcomes.ts'
import { resultWords } from './result-words.ts'

const SHOWN = 200

/** Who was not registered, put together by the reason. */
export function FailuresByReason({ failures }: { failures: readonly Outcome[] }) {
  const words = useWords(resultWords)
  const format = useFormat()
  const sentence = useErrorSentence()
  const reasons = useMemo(
    () => Map.groupBy(failures, ({ error }) => error?.code ?? 'INTERNAL_ERROR'),
    [failures],
  )
  return (
    <section className="stack" aria-label={words.failures}>
      {[...reasons].map(([code, outcomes]) => (
        <section key={code} className="stack small warning">
          <h3>
            {format.number(outcomes.length)}: {sentence(code)}
          </h3>
          {outcomes[0]?.error?.retryable && <p className="hint">{words.mayWork}</p>}
          <details open={outcomes.length <= 10}>
            <summary>{words.showNames}</summary>
            <ul>
              {outcomes.slice(0, SHOWN).map(({ sequence, mentor, mentorId }) => (
                <li key={sequence}>{mentor?.displayName ?? mentorId}</li>
              ))}
              {outcomes.length > SHOWN && <li>{words.andOthers(format.number(outcomes.length - SHOWN))}</li>}
            </ul>
          </details>
        </section>
      ))}
    </section>
  )
}
