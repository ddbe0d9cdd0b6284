import { plain } from '../mentors/search.ts'
import { COLUMNS, type Column, rowOf, type SheetRow } from './sheet-row.ts'

// As people head their columns, without accents and capitals.
const HEADINGS: Record<Column, RegExp> = {
  mentor: /^(likeperson|likeperson.*navn|navn|name|peer ?mentor|mentor|person)$/,
  type: /^(type|aktivitet|aktivitetstype|type aktivitet|activity|activity ?type|type of activity)$/,
  day: /^(dato|dag|date|day|tidspunkt|nar|when|recorded ?at|dag og klokkeslett|day and time)$/,
  time: /^(tid|klokkeslett|kl\.?|klokka|time)$/,
  minutes: /^(minutter|min\.?|varighet|varighet \(min\)|minutes|duration|duration ?minutes)$/,
}
const DAY_AND_TIME = /^(.*\d)[,T ]+(?:kl\.? *)?(\d{1,2}[:.]\d{2})(?::\d{2}.*)?$/

/**
 * Makes rows of a table. Its columns are known by their headings; where it has none, they are taken in the sheet's
 * order, from the given column on.
 */
export function rowsOf(table: readonly (readonly string[])[], firstColumn: Column = 'mentor'): SheetRow[] {
  const [first = []] = table
  const headings = first.map(columnNamed)
  const hasHeadings = headings.filter(Boolean).length >= Math.min(2, first.length)
  const columns = hasHeadings ? headings : COLUMNS.slice(COLUMNS.indexOf(firstColumn))
  return (hasHeadings ? table.slice(1) : table).map((cells) => rowOf(splitTime(cellsOf(cells, columns))))
}

function columnNamed(heading: string): Column | undefined {
  const name = plain(heading).trim()
  return COLUMNS.find((column) => HEADINGS[column].test(name))
}

function cellsOf(cells: readonly string[], columns: readonly (Column | undefined)[]) {
  const row: Partial<Record<Column, string>> = {}
  for (const [index, cell] of cells.entries()) {
    const column = columns[index]
    if (column) row[column] = cell
  }
  return row
}

/** Many sheets have the day and the time in one cell. */
function splitTime(row: Partial<Record<Column, string>>): Partial<Record<Column, string>> {
  const [, day, time] = DAY_AND_TIME.exec(row.day ?? '') ?? []
  return day && time && !row.time ? { ...row, day: day.trim(), time } : row
}
