/** The columns of the sheet, in their order. */
export const COLUMNS = ['mentor', 'type', 'day', 'time', 'minutes'] as const
export type Column = (typeof COLUMNS)[number]

/** A row as it was typed or pasted: nothing of it is lost for being wrong. */
export interface SheetRow extends Record<Column, string> {
  key: string
  /** Which mentor is meant, where the user was asked because several have the name. */
  mentorId: string
}

/** How many activities the API takes at once. */
export const MAX_ROWS = 200

export function rowOf(cells: Partial<Record<Column, string>> = {}): SheetRow {
  return {
    mentor: '',
    type: '',
    day: '',
    time: '',
    minutes: '',
    mentorId: '',
    ...cells,
    key: crypto.randomUUID(),
  }
}

export function isEmpty(row: SheetRow): boolean {
  return COLUMNS.every((column) => row[column].trim() === '')
}

/** The rows with something in them, and one empty row below to go on typing. */
export function withEmptyEnd(rows: readonly SheetRow[]): SheetRow[] {
  const last = rows.at(-1)
  return last && isEmpty(last) ? [...rows] : [...rows, rowOf()]
}

export function emptySheet(): SheetRow[] {
  return Array.from({ length: 5 }, () => rowOf())
}
