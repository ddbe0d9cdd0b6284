import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { useStored } from '../app/use-stored.ts'
import { useViewer } from '../app/viewer.tsx'
import { Screen } from '../design/screen.tsx'
import { Failed, Notice } from '../design/states.tsx'
import { RegisterOwnDocument } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { activityOf, emptyActivity } from './activity.ts'
import { ActivityFields } from './activity-fields.tsx'
import { ChooseChapter } from './choose-chapter.tsx'
import { type Refusal, refusalOf } from './refusal.ts'
import { registerWords } from './register-words.ts'

/** A peer mentor's own activity. */
export function RegisterOwn() {
  const words = useWords(registerWords)
  const { id, mentored } = useViewer()
  const [draft, setDraft] = useStored('register-own', () => emptyActivity)
  const [chapterId, setChapterId] = useState(mentored[0]?.id ?? '')
  const [refusal, setRefusal] = useState<Refusal>()
  const [done, setDone] = useState(false)
  const [{ fetching }, register] = useMutation(RegisterOwnDocument)
  const chapter = mentored.find((candidate) => candidate.id === chapterId)

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (fetching || !chapter) return
    setDone(false)
    const parsed = activityOf(draft, chapter.timeZone)
    if ('mistakes' in parsed) return setRefusal({ code: 'INVALID_TEMPLATE', mistakes: parsed.mistakes })
    // Sent twice, it is refused as a duplicate: it needs no key.
    const { data, error } = await register({
      input: { ...parsed.activity, peerMentorUserId: id, chapterId: chapter.id },
    })
    if (!data) return setRefusal({ code: error ? errorCode(error) : NETWORK, mistakes: {} })
    if (data.result.__typename !== 'ActivityRecord') return setRefusal(ownRefusal(data.result))
    setRefusal(undefined)
    setDraft(emptyActivity)
    setDone(true)
  }

  if (!chapter) return null
  return (
    <Screen title={words.ownTitle}>
      <form className="panel narrow" onSubmit={(event) => void onSubmit(event)} noValidate>
        <ChooseChapter chapters={mentored} value={chapterId} onChange={setChapterId} />
        <ActivityFields
          value={draft}
          onChange={(changed) => {
            setDraft(changed)
            setDone(false)
          }}
          timeZone={chapter.timeZone}
          mistakes={refusal?.mistakes ?? {}}
        />
        {refusal && <Failed code={refusal.code} />}
        {done && <Notice kind="good">{words.ownDone}</Notice>}
        <button type="submit" className="primary" aria-disabled={fetching}>
          {fetching ? words.registering : words.ownRegister}
        </button>
      </form>
    </Screen>
  )
}

/** Of one activity, what is wrong with it as a whole says more than that it was rejected. */
function ownRefusal(answer: Parameters<typeof refusalOf>[0]): Refusal {
  const whole = answer.issues?.find(({ field }) => !field)
  return whole ? { code: whole.code, mistakes: {} } : refusalOf(answer)
}
