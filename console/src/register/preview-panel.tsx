import { useMemo } from 'react'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import { Notice } from '../design/states.tsx'
import { useFormat, useWords } from '../language/language.tsx'
import type { Preview } from './preview.ts'
import { registerWords } from './register-words.ts'

interface PreviewPanelProps {
  preview: Preview
  timeZone: string
  /** Unselects some. */
  leaveOut: (mentorIds: readonly string[]) => void
}

const SHOWN = 100

/** Who would fail and why, and who has such an activity on that day already. */
export function PreviewPanel({ preview, timeZone, leaveOut }: PreviewPanelProps) {
  const words = useWords(registerWords)
  const format = useFormat()
  const sentence = useErrorSentence()
  const reasons = useMemo(() => Map.groupBy(preview.problems, ({ error }) => error.code), [preview])
  const count = format.number
  return (
    <>
      <Notice kind={preview.wouldFail > 0 || preview.sameDay.length > 0 ? 'warn' : 'good'}>
        {preview.wouldFail === 0
          ? words.allWouldSucceed(count(preview.total), preview.total)
          : words.someWouldFail(count(preview.wouldSucceed), count(preview.wouldFail), preview.wouldFail)}
      </Notice>
      {[...reasons].map(([code, problems]) => (
        <Warning
          key={code}
          title={`${words.mentors(count(problems.length), problems.length)}: ${sentence(code)}`}
          names={problems.map(({ mentor, mentorId }) => mentor?.displayName ?? mentorId)}
          leaveOut={() => leaveOut(problems.map(({ mentorId }) => mentorId))}
        />
      ))}
      {preview.sameDay.length > 0 && (
        <Warning
          title={words.sameDay(count(preview.sameDay.length), preview.sameDay.length)}
          names={preview.sameDay.map(
            ({ mentor, existing }) =>
              `${mentor.displayName} (${format.dateTime(existing.recordedAt, timeZone)}, ${count(existing.durationMinutes)} min)`,
          )}
          leaveOut={() => leaveOut(preview.sameDay.map(({ mentor }) => mentor.id))}
        />
      )}
    </>
  )
}

function Warning({
  title,
  names,
  leaveOut,
}: {
  title: string
  names: readonly string[]
  leaveOut: () => void
}) {
  const words = useWords(registerWords)
  const format = useFormat()
  return (
    <section className="stack small warning">
      <h3>{title}</h3>
      <details>
        <summary>{words.showNames}</summary>
        <ul>
          {names.slice(0, SHOWN).map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike, and the list does not change
            <li key={index}>{name}</li>
          ))}
          {names.length > SHOWN && <li>{words.andOthers(format.number(names.length - SHOWN))}</li>}
        </ul>
      </details>
      <button type="button" className="small" onClick={leaveOut}>
        {words.leaveOut(format.number(names.length), names.length)}
      </button>
    </section>
  )
}
