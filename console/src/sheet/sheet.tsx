import { useState } from 'react'
import { useMutation } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { forgetIdempotencyKey, idempotencyKey } from '../api/idempotency-key.ts'
import { Failed, Notice } from '../design/states.tsx'
import { type ActivityInput, RegisterSheetDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import type { Mentor } from '../mentors/use-chapter-mentors.ts'
import type { SheetContext } from './check-row.ts'
import { SheetActions } from './sheet-actions.tsx'
import type { SheetMistakes } from './sheet-mistakes.ts'
import { isEmpty, MAX_ROWS, rowOf, type SheetRow } from './sheet-row.ts'
import { SheetTable } from './sheet-table.tsx'
import { sheetWords } from './sheet-words.ts'
import { useSheetCheck } from './use-sheet-check.ts'

const PURPOSE = 'sheet'
const NO_MISTAKES: SheetMistakes = new Map()

interface SheetProps {
  context: SheetContext
  mentors: readonly Mentor[]
  rows: readonly SheetRow[]
  onChange: (rows: SheetRow[]) => void
}

type Outcome =
  | { kind: 'ready' | 'done' | 'again'; count: number }
  | { kind: 'bad'; count: number }
  | { kind: 'failed'; code: string }
  | { kind: 'unsure' | 'empty' }

/** The sheet with its two steps: the check, which writes nothing, and the registration of what was checked. */
export function Sheet({ context, mentors, rows, onChange }: SheetProps) {
  const words = useWords(sheetWords)
  const format = useFormat()
  const check = useSheetCheck(context)
  const [mistakes, setMistakes] = useState(NO_MISTAKES)
  const [outcome, setOutcome] = useState<Outcome>()
  const [ready, setReady] = useState<ActivityInput[]>()
  const [{ fetching }, send] = useMutation(RegisterSheetDocument)

  const change = (next: SheetRow[]) => {
    onChange(next)
    setReady(undefined)
    setOutcome(undefined)
  }
  const fail = (found: SheetMistakes) => {
    setMistakes(found)
    setOutcome({ kind: 'bad', count: found.size })
  }

  const submit = async (activities: ActivityInput[], dryRun: boolean) => {
    const filled = rows.filter((row) => !isEmpty(row))
    const key = dryRun ? null : idempotencyKey(PURPOSE, activities)
    const { data, error } = await send({ input: { activities, dryRun, idempotencyKey: key } })
    if (!data) {
      const code = error ? errorCode(error) : NETWORK
      return setOutcome(code === NETWORK && !dryRun ? { kind: 'unsure' } : { kind: 'failed', code })
    }
    const { result } = data
    if (!dryRun) forgetIdempotencyKey(PURPOSE)
    if (result.__typename === 'ActivitiesRejectedError') {
      setReady(undefined)
      return fail(check.explain(filled, result.issues))
    }
    if (result.__typename !== 'BulkRegisterActivitiesSuccess')
      return setOutcome({ kind: 'failed', code: result.code })
    setMistakes(NO_MISTAKES)
    if (dryRun) {
      setReady(activities)
      return setOutcome({ kind: 'ready', count: activities.length })
    }
    change(Array.from({ length: 5 }, () => rowOf()))
    setOutcome({ kind: result.replayed ? 'again' : 'done', count: activities.length })
  }

  const checkSheet = () => {
    const filled = rows.filter((row) => !isEmpty(row))
    if (filled.length === 0) return setOutcome({ kind: 'empty' })
    if (filled.length > MAX_ROWS) return setOutcome({ kind: 'failed', code: 'BATCH_TOO_LARGE' })
    const read = check.read(filled)
    if (read.mistakes.size > 0) return fail(read.mistakes)
    void submit(read.activities, true)
  }

  return (
    <>
      <SheetTable rows={rows} mistakes={mistakes} context={context} mentors={mentors} onChange={change} />
      {outcome && <OutcomeNotice outcome={outcome} />}
      <SheetActions
        rows={rows}
        busy={fetching}
        label={ready ? words.register(format.number(ready.length), ready.length) : words.check}
        busyLabel={ready ? words.registering : words.checking}
        onGo={() => (ready ? void submit(ready, false) : checkSheet())}
        onChange={(next) => {
          setMistakes(NO_MISTAKES)
          change(next)
        }}
      />
    </>
  )
}

function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  const words = useWords(sheetWords)
  const format = useFormat()
  switch (outcome.kind) {
    case 'failed':
      return <Failed code={outcome.code} />
    case 'unsure':
      return <Notice kind="bad">{words.notSure}</Notice>
    case 'empty':
      return <Notice kind="info">{words.empty}</Notice>
    case 'bad':
      return <Notice kind="bad">{words.bad(format.number(outcome.count), outcome.count)}</Notice>
    default:
      return <Notice kind="good">{words[outcome.kind](format.number(outcome.count), outcome.count)}</Notice>
  }
}
