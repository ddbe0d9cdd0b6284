import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useWords } from '../language/language.tsx'
import type { Mentor } from '../mentors/use-chapter-mentors.ts'
import { COLUMNS, type Column, type SheetRow } from './sheet-row.ts'
import { sheetWords } from './sheet-words.ts'

interface SheetTableRowProps {
  index: number
  row: SheetRow
  mistakes: Partial<Record<Column | 'row', string>>
  /** The mentors who have the name in the row. */
  candidates: readonly Mentor[]
  /** Ids of the lists that complete what is typed. */
  lists: Partial<Record<Column, string>>
  onChange: (changes: Partial<SheetRow>) => void
  onRemove: () => void
  onPaste: (event: ClipboardEvent, column: Column) => void
  onKeyDown: (event: KeyboardEvent, column: Column) => void
  onFocus: (mentor: string) => void
}

/** One row of the sheet: its cells, each with what is wrong with it. */
export function SheetTableRow({
  index,
  row,
  mistakes,
  candidates,
  lists,
  onChange,
  onRemove,
  onPaste,
  onKeyDown,
  onFocus,
}: SheetTableRowProps) {
  const words = useWords(sheetWords)
  const mistakeId = (column: Column | 'row') => `${row.key}-${column}`
  return (
    <tr aria-describedby={mistakes.row ? mistakeId('row') : undefined}>
      <th scope="row" className="number">
        {index + 1}
      </th>
      {COLUMNS.map((column) => (
        <td key={column} data-label={words.columns[column]} className={column}>
          <input
            data-cell={`${index}.${column}`}
            aria-label={words.cell(words.columns[column], index + 1)}
            aria-invalid={Boolean(mistakes[column])}
            aria-describedby={mistakes[column] ? mistakeId(column) : undefined}
            autoComplete="off"
            list={lists[column]}
            inputMode={column === 'minutes' ? 'numeric' : undefined}
            value={row[column]}
            onChange={({ target }) =>
              onChange({ [column]: target.value, ...(column === 'mentor' ? { mentorId: '' } : {}) })
            }
            onFocus={() => onFocus(row.mentor)}
            onPaste={(event) => onPaste(event, column)}
            onKeyDown={(event) => onKeyDown(event, column)}
          />
          {column === 'mentor' && candidates.length > 1 && (
            <select
              aria-label={words.whichOne}
              value={row.mentorId}
              onChange={({ target }) => onChange({ mentorId: target.value })}
            >
              <option value="">{words.whichOne}</option>
              {candidates.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName} · {id.slice(-4)}
                </option>
              ))}
            </select>
          )}
          {mistakes[column] && (
            <p id={mistakeId(column)} className="error">
              {mistakes[column]}
            </p>
          )}
          {column === 'mentor' && mistakes.row && (
            <p id={mistakeId('row')} className="error">
              {mistakes.row}
            </p>
          )}
        </td>
      ))}
      <td>
        <button
          type="button"
          className="quiet small"
          aria-label={words.removeRow(index + 1)}
          onClick={onRemove}
        >
          ×
        </button>
      </td>
    </tr>
  )
}
