import { useState } from 'react'
import { useMutation } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { forgetIdempotencyKey, idempotencyKey } from '../api/idempotency-key.ts'
import { Failed, Notice } from '../design/states.tsx'
import { RegisterSheetDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import type { Mentor } from '../mentors/use-chapter-mentors.ts'
import type { SheetContext } from './check-row.ts'
import { SheetActions } from './sheet-actions.tsx'
import type { SheetMistakes } from './sheet-mistakes.ts'
import { emptySheet, isEmpty, MAX_ROWS, type SheetRow } from './sheet-row.ts'
import { SheetTable } from './sheet-table.tsx'
import { sheetWords } from './sheet-words.ts'
import { type GoodRow, useSheetCheck } from './use-sheet-check.ts'

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
  const [ready, setReady] = useState<readonly GoodRow[]>()
  const [{ fetching }, send] = useMutation(RegisterSheetDocument)

  const change = (next: SheetRow[]) => {
    onChange(next)
    setReady(undefined)
    setOutcome(undefined)
  }
  const fail = (found: SheetMistakes, answered = true) => {
    setMistakes(found)
    if (found.size === 0) return
    setReady(undefined)
    if (answered) setOutcome({ kind: 'bad', count: found.size })
  }

  /** Answers with what is wrong with the rows; undefined where the API took them, or could not be asked. */
  const ask = async (good: readonly GoodRow[], dryRun: boolean): Promise<SheetMistakes | undefined> => {
    const activities = good.map(({ activity }) => activity)
    const key = dryRun ? null : idempotencyKey(PURPOSE, activities)
    const { data, error } = await send({ input: { activities, dryRun, idempotencyKey: key } })
    if (!data) {
      const code = error ? errorCode(error) : NETWORK
      setOutcome(code === NETWORK && !dryRun ? { kind: 'unsure' } : { kind: 'failed', code })
      return undefined
    }
    if (!dryRun) forgetIdempotencyKey(PURPOSE)
    const { result } = data
    if (result.__typename === 'ActivitiesRejectedError') return check.explain(good, result.issues)
    if (result.__typename !== 'BulkRegisterActivitiesSuccess') {
      setOutcome({ kind: 'failed', code: result.code })
      return undefined
    }
    setReady(dryRun ? good : undefined)
    if (!dryRun) onChange(emptySheet())
    setOutcome({ kind: dryRun ? 'ready' : result.replayed ? 'again' : 'done', count: good.length })
    return NO_MISTAKES
  }

  // The rows in order are asked about also where others are not: all mistakes are told at once.
  const checkSheet = async () => {
    const filled = rows.filter((row) => !isEmpty(row))
    if (filled.length === 0) return setOutcome({ kind: 'empty' })
    if (filled.length > MAX_ROWS) return setOutcome({ kind: 'failed', code: 'BATCH_TOO_LARGE' })
    const { good, mistakes: own } = check.read(filled)
    const others = good.length > 0 ? await ask(good, true) : NO_MISTAKES
    fail(new Map([...own, ...(others ?? [])]), others !== undefined)
  }
  const register = async (good: readonly GoodRow[]) => fail((await ask(good, false)) ?? NO_MISTAKES)

  return (
    <>
      <SheetTable rows={rows} mistakes={mistakes} context={context} mentors={mentors} onChange={change} />
      {outcome && <OutcomeNotice outcome={outcome} />}
      <SheetActions
        rows={rows}
        busy={fetching}
        label={ready ? words.register(format.number(ready.length), ready.length) : words.check}
        busyLabel={ready ? words.registering : words.checking}
        onGo={() => void (ready ? register(ready) : checkSheet())}
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
