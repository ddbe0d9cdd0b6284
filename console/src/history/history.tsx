import { go, routeTo, useRoute } from '../app/router.ts'
import { Screen } from '../design/screen.tsx'
import { useWords } from '../language/language.tsx'
import { AuditLog } from './audit-log.tsx'
import { historyWords } from './history-words.ts'
import { Submissions } from './submissions.tsx'

/** What was done: the submissions of the chapters, and the audit log. */
export function History() {
  const words = useWords(historyWords)
  const { params } = useRoute()
  const log = params.get('show') === 'log'
  return (
    <Screen title={words.title}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out in a row everywhere */}
      <div className="row" role="group" aria-label={words.which}>
        <span className="segments">
          <button type="button" aria-pressed={!log} onClick={() => go(routeTo('/history'))}>
            {words.submissions}
          </button>
          <button type="button" aria-pressed={log} onClick={() => go(routeTo('/history', { show: 'log' }))}>
            {words.audit}
          </button>
        </span>
      </div>
      {log ? <AuditLog /> : <Submissions />}
    </Screen>
  )
}
