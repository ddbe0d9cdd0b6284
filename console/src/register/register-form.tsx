import { type FormEvent, useEffect, useState } from 'react'
import { useClient } from 'urql'
import type { Chapter } from '../app/viewer.tsx'
import { Failed } from '../design/states.tsx'
import type { BulkSubmissionInput } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { type ActivityDraft, activityOf } from './activity.ts'
import { ActivityFields } from './activity-fields.tsx'
import { askForPreview, type Preview } from './preview.ts'
import { PreviewPanel } from './preview-panel.tsx'
import type { Refusal } from './refusal.ts'
import { registerWords } from './register-words.ts'
import { SubmitButton } from './submit-button.tsx'

interface RegisterFormProps {
  chapter: Chapter
  selected: ReadonlySet<string>
  onSelect: (selected: ReadonlySet<string>) => void
  activity: ActivityDraft
  onActivity: (activity: ActivityDraft) => void
  /** The submission was accepted. */
  onDone: () => void
}

/** The activity, the check, and the button that registers what was checked. */
export function RegisterForm({
  chapter,
  selected,
  onSelect,
  activity,
  onActivity,
  onDone,
}: RegisterFormProps) {
  const words = useWords(registerWords)
  const format = useFormat()
  const client = useClient()
  const [checked, setChecked] = useState<{ input: BulkSubmissionInput; preview: Preview }>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [checking, setChecking] = useState(false)

  // What was checked is what is sent: whatever changes has to be checked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what may change
  useEffect(() => {
    setChecked(undefined)
    setRefusal(undefined)
  }, [selected, activity, chapter])

  const check = async (mentorIds: readonly string[]) => {
    const parsed = activityOf(activity, chapter.timeZone)
    if ('mistakes' in parsed) return setRefusal({ code: 'INVALID_TEMPLATE', mistakes: parsed.mistakes })
    if (mentorIds.length === 0) return setRefusal({ code: 'EMPTY_SELECTION', mistakes: {} })
    const input = { mentorIds: [...mentorIds], template: parsed.activity, chapterId: chapter.id }
    setChecking(true)
    setRefusal(undefined)
    const answer = await askForPreview(client, input)
    setChecking(false)
    if ('refusal' in answer) setRefusal(answer.refusal)
    else setChecked({ input, preview: answer.preview })
  }

  const leaveOut = (mentorIds: readonly string[]) => {
    const out = new Set(mentorIds)
    onSelect(new Set([...selected].filter((id) => !out.has(id))))
  }

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!checking) void check([...selected])
  }

  return (
    <form className="panel beside" onSubmit={onSubmit} noValidate aria-label={words.activity}>
      <div>
        <h2>{words.activity}</h2>
        <p className="hint">{words.sameForAll}</p>
      </div>
      <ActivityFields
        value={activity}
        onChange={onActivity}
        timeZone={chapter.timeZone}
        mistakes={refusal?.mistakes ?? {}}
      />
      <p className="count" aria-live="polite">
        {words.selected(format.number(selected.size), selected.size)}
      </p>
      {refusal && <Failed code={refusal.code} />}
      {checked ? (
        <section className="stack" aria-label={words.checked}>
          <h2>{words.checked}</h2>
          <PreviewPanel preview={checked.preview} timeZone={chapter.timeZone} leaveOut={leaveOut} />
          <SubmitButton
            input={checked.input}
            wouldSucceed={checked.preview.wouldSucceed}
            onRefusal={setRefusal}
            onDone={onDone}
          />
        </section>
      ) : (
        <button type="submit" className="primary" aria-disabled={checking}>
          {checking ? words.checking : words.check}
        </button>
      )}
    </form>
  )
}
