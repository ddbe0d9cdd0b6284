import { useMemo } from 'react'
import { useStored } from '../app/use-stored.ts'
import { useViewer } from '../app/viewer.tsx'
import { Screen } from '../design/screen.tsx'
import { Failed, Loading } from '../design/states.tsx'
import { useWords } from '../language/language.tsx'
import { useChapterMentors } from '../mentors/use-chapter-mentors.ts'
import { ChooseChapter } from '../register/choose-chapter.tsx'
import { mentorFinder } from './find-mentor.ts'
import { Sheet } from './sheet.tsx'
import { emptySheet, type SheetRow } from './sheet-row.ts'
import { sheetWords } from './sheet-words.ts'

interface SheetDraft {
  chapterId: string
  rows: SheetRow[]
}

/** Different activities of a chapter, as a table: all of them are registered, or none. */
export function RegisterSheet() {
  const words = useWords(sheetWords)
  const { coordinated, activityTypes } = useViewer()
  const [draft, setDraft] = useStored<SheetDraft>('sheet', () => ({
    chapterId: coordinated[0]?.id ?? '',
    rows: emptySheet(),
  }))
  const chapter = coordinated.find(({ id }) => id === draft.chapterId) ?? coordinated[0]
  const mentors = useChapterMentors(chapter?.id ?? '')
  const context = useMemo(
    () => chapter && { chapter, activityTypes, findMentors: mentorFinder(mentors.nodes) },
    [chapter, activityTypes, mentors.nodes],
  )
  if (!context) return null
  const loading = mentors.status === 'loading' || (mentors.status === 'there' && mentors.hasMore)
  return (
    <Screen title={words.title}>
      <p className="muted">{words.purpose}</p>
      <div className="panel">
        <ChooseChapter
          chapters={coordinated}
          value={context.chapter.id}
          onChange={(chapterId) => setDraft({ ...draft, chapterId })}
        />
        {mentors.status === 'failed' && <Failed code={mentors.code ?? ''} retry={mentors.more} />}
        {loading ? (
          <Loading />
        ) : (
          <Sheet
            context={context}
            mentors={mentors.nodes}
            rows={draft.rows}
            onChange={(rows) => setDraft((before) => ({ ...before, rows }))}
          />
        )}
      </div>
    </Screen>
  )
}
