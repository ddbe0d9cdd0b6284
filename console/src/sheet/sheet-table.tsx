import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { searchMentors } from '../mentors/search.ts'
import type { Mentor } from '../mentors/use-chapter-mentors.ts'
import type { SheetContext } from './check-row.ts'
import { rowsOf } from './match-columns.ts'
import { readTable } from './read-table.ts'
import type { SheetMistakes } from './sheet-mistakes.ts'
import { COLUMNS, type Column, isEmpty, type SheetRow, withEmptyEnd } from './sheet-row.ts'
import { SheetTableRow } from './sheet-table-row.tsx'
import { sheetWords } from './sheet-words.ts'

interface SheetTableProps {
  rows: readonly SheetRow[]
  mistakes: SheetMistakes
  context: SheetContext
  mentors: readonly Mentor[]
  onChange: (rows: SheetRow[]) => void
}

const SUGGESTED = 20

/** The cells of the sheet. What is pasted spreads from the cell that it is pasted into. */
export function SheetTable({ rows, mistakes, context, mentors, onChange }: SheetTableProps) {
  const words = useWords(sheetWords)
  const listId = useId()
  const table = useRef<HTMLTableElement>(null)
  const [typed, setTyped] = useState('')

  const changeRow = (index: number, changes: Partial<SheetRow>) => {
    if (changes.mentor !== undefined) setTyped(changes.mentor)
    onChange(withEmptyEnd(rows.map((row, at) => (at === index ? { ...row, ...changes } : row))))
  }
  const paste = (event: ClipboardEvent, index: number, column: Column) => {
    const text = event.clipboardData.getData('text')
    if (!/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    const pasted = rowsOf(readTable(text), column)
    const before = rows.slice(0, index)
    const after = rows.slice(index + pasted.length)
    // Cells that were not pasted over keep what they hold.
    const merged = pasted.map((row, offset) => overlay(rows[index + offset], row))
    onChange(withEmptyEnd([...before, ...merged, ...after.filter((row) => !isEmpty(row))]))
  }
  const moveDown = (event: KeyboardEvent, index: number, column: Column) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    // The browser's list of suggestions takes the arrows first.
    if (!step || (event.key !== 'Enter' && (column === 'mentor' || column === 'type'))) return
    event.preventDefault()
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${index + step}.${column}"]`)?.focus()
  }

  const suggestions = typed.trim().length < 2 ? [] : searchMentors(mentors, typed).slice(0, SUGGESTED)
  return (
    <div className="sheet">
      <table ref={table} className="sheet-table">
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {words.columns[column]}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <SheetTableRow
              key={row.key}
              index={index}
              row={row}
              mistakes={mistakes.get(row.key) ?? NONE}
              candidates={context.findMentors(row.mentor)}
              lists={{ mentor: `${listId}-mentors`, type: `${listId}-types` }}
              onChange={(changes) => changeRow(index, changes)}
              onRemove={() => onChange(withEmptyEnd(rows.filter((_, at) => at !== index)))}
              onPaste={(event, column) => paste(event, index, column)}
              onKeyDown={(event, column) => moveDown(event, index, column)}
              onFocus={setTyped}
            />
          ))}
        </tbody>
      </table>
      <datalist id={`${listId}-mentors`}>
        {[...new Set(suggestions.map(({ displayName }) => displayName))].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={`${listId}-types`}>
        {context.activityTypes.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </div>
  )
}

const NONE = {}

function overlay(below: SheetRow | undefined, above: SheetRow): SheetRow {
  if (!below) return above
  const cells = COLUMNS.map((column) => [column, above[column] || below[column]])
  return { ...below, ...Object.fromEntries(cells), mentorId: '' }
}
