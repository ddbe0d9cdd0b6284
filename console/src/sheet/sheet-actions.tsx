import { useRef, useState } from 'react'
import { Dialog } from '../design/dialog.tsx'
import { useWords } from '../language/language.tsx'
import { rowsOf } from './match-columns.ts'
import { readTable, readText } from './read-table.ts'
import { emptySheet, isEmpty, type SheetRow, withEmptyEnd } from './sheet-row.ts'
import { sheetWords } from './sheet-words.ts'

interface SheetActionsProps {
  rows: readonly SheetRow[]
  /** What the main button does, and what it says meanwhile. */
  label: string
  busyLabel: string
  busy: boolean
  onGo: () => void
  onChange: (rows: SheetRow[]) => void
}

/** What can be done with the sheet as a whole. */
export function SheetActions({ rows, label, busyLabel, busy, onGo, onChange }: SheetActionsProps) {
  const words = useWords(sheetWords)
  const file = useRef<HTMLInputElement>(null)
  const [clearing, setClearing] = useState(false)

  const readFile = async (chosen: File) => {
    const read = rowsOf(readTable(await readText(chosen)))
    onChange(withEmptyEnd([...rows.filter((row) => !isEmpty(row)), ...read]))
  }

  return (
    <div className="row">
      <button type="button" className="primary" aria-disabled={busy} onClick={() => !busy && onGo()}>
        {busy ? busyLabel : label}
      </button>
      <button type="button" onClick={() => file.current?.click()}>
        {words.file}
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={words.file}
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen) void readFile(chosen)
          target.value = ''
        }}
      />
      <button type="button" className="quiet" onClick={() => setClearing(true)}>
        {words.clear}
      </button>
      {clearing && (
        <Dialog title={words.clear} onClose={() => setClearing(false)}>
          <p>{words.clearQuestion}</p>
          <div className="row">
            <button
              type="button"
              className="danger"
              onClick={() => {
                setClearing(false)
                onChange(emptySheet())
              }}
            >
              {words.clear}
            </button>
            <button type="button" onClick={() => setClearing(false)}>
              {words.keep}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
