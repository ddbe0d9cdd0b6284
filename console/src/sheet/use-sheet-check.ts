import { useCallback } from 'react'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import type { ActivityInput } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { timeWords } from '../time/time-words.ts'
import { type CellMistake, checkRow, type SheetContext } from './check-row.ts'
import { COLUMN_OF_FIELD, type SheetMistakes } from './sheet-mistakes.ts'
import type { Column, SheetRow } from './sheet-row.ts'
import { sheetWords } from './sheet-words.ts'

/** A row that nothing is wrong with, as far as can be told here. */
export interface GoodRow {
  row: SheetRow
  activity: ActivityInput
}

interface Issue {
  index: number
  field?: string | null
  code: string
}

/** Turns a sheet into activities, and what is wrong with it into sentences beside its cells. */
export function useSheetCheck(context: SheetContext) {
  const words = useWords(sheetWords)
  const times = useWords(timeWords)
  const sentence = useErrorSentence()

  const say = useCallback(
    (mistake: CellMistake) => {
      if (mistake === 'REQUIRED') return sentence(mistake)
      return mistake === 'SKIPPED' ? times.skipped : words.mistakes[mistake]
    },
    [sentence, times, words],
  )

  /** What can be told without asking the API. */
  const read = (rows: readonly SheetRow[]): { good: GoodRow[]; mistakes: SheetMistakes } => {
    const good: GoodRow[] = []
    const mistakes = new Map<string, Partial<Record<Column, string>>>()
    for (const row of rows) {
      const checked = checkRow(row, context)
      if ('activity' in checked) good.push({ row, activity: checked.activity })
      else
        mistakes.set(
          row.key,
          Object.fromEntries(
            Object.entries(checked.mistakes).map(([column, mistake]) => [column, say(mistake)]),
          ),
        )
    }
    return { good, mistakes }
  }

  /** What the API said of the rows. */
  const explain = (rows: readonly GoodRow[], issues: readonly Issue[]): SheetMistakes => {
    const mistakes = new Map<string, Partial<Record<Column | 'row', string>>>()
    for (const { index, field, code } of issues) {
      const key = rows[index]?.row.key ?? ''
      const place = COLUMN_OF_FIELD[field ?? ''] ?? 'row'
      mistakes.set(key, { ...mistakes.get(key), [place]: sentence(code, field) })
    }
    return mistakes
  }
  return { read, explain }
}
