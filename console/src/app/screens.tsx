import { Activities } from '../activities/activities.tsx'
import { Screen } from '../design/screen.tsx'
import { Empty } from '../design/states.tsx'
import { History } from '../history/history.tsx'
import { useWords } from '../language/language.tsx'
import { RegisterForMany } from '../register/register-for-many.tsx'
import { RegisterOwn } from '../register/register-own.tsx'
import { RegisterSheet } from '../sheet/register-sheet.tsx'
import { Statistics } from '../statistics/statistics.tsx'
import { Submission } from '../submission/submission.tsx'
import { appWords } from './app-words.ts'
import { useRoute } from './router.ts'
import { useViewer } from './viewer.tsx'

/** The screen that the address names, as far as the viewer has one. */
export function Screens() {
  const { path, params } = useRoute()
  const { coordinated, mentored } = useViewer()
  const words = useWords(appWords)
  const [, submissionId] = /^\/submissions\/([\w-]+)$/.exec(path) ?? []
  const coordinates = coordinated.length > 0

  if (submissionId) return <Submission key={submissionId} id={submissionId} />
  if (path === '/activities') return <Activities params={params} />
  if (path === '/statistics') return <Statistics params={params} />
  if (path === '/history' && coordinates) return <History />
  if (path === '/sheet' && coordinates) return <RegisterSheet />
  if (path === '/' && coordinates) return <RegisterForMany />
  if ((path === '/' || path === '/own') && mentored.length > 0) return <RegisterOwn />
  const lonely = path === '/'
  return (
    <Screen title={lonely ? words.noChapter : words.notFound}>
      <Empty>{lonely ? words.noChapterHint : words.notFoundHint}</Empty>
    </Screen>
  )
}
