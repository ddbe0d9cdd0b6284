import { useMemo } from 'react'
import { useStored } from '../app/use-stored.ts'
import { useViewer } from '../app/viewer.tsx'
import { Screen } from '../design/screen.tsx'
import { useWords } from '../language/language.tsx'
import { mentorsWords } from '../mentors/mentors-words.ts'
import { SelectMentors } from '../mentors/select-mentors.tsx'
import { ChooseChapter } from './choose-chapter.tsx'
import { DRAFT, type Draft, emptyDraft } from './draft.ts'
import { RegisterForm } from './register-form.tsx'
import { registerWords } from './register-words.ts'

/** One activity for many mentors of a chapter. What is chosen and typed survives a reload. */
export function RegisterForMany() {
  const words = useWords(registerWords)
  const mentors = useWords(mentorsWords)
  const { coordinated } = useViewer()
  const empty = () => emptyDraft(coordinated[0]?.id ?? '')
  const [draft, setDraft] = useStored<Draft>(DRAFT, empty)
  const selected = useMemo(() => new Set(draft.mentorIds), [draft.mentorIds])
  // Somebody else may have logged in meanwhile, or have lost the chapter.
  const chapter = coordinated.find(({ id }) => id === draft.chapterId) ?? coordinated[0]
  if (!chapter) return null
  return (
    <Screen title={words.title}>
      <div className="columns">
        <section className="panel" aria-label={mentors.title}>
          <h2>{mentors.title}</h2>
          <ChooseChapter
            chapters={coordinated}
            value={chapter.id}
            onChange={(chapterId) => setDraft({ ...draft, chapterId, mentorIds: [] })}
          />
          <SelectMentors
            key={chapter.id}
            chapterId={chapter.id}
            selected={selected}
            onChange={(next) => setDraft({ ...draft, chapterId: chapter.id, mentorIds: [...next] })}
          />
        </section>
        <RegisterForm
          chapter={chapter}
          selected={selected}
          onSelect={(next) => setDraft({ ...draft, mentorIds: [...next] })}
          activity={draft.activity}
          onActivity={(activity) => setDraft({ ...draft, activity })}
          onDone={() => setDraft(empty())}
        />
      </div>
    </Screen>
  )
}
