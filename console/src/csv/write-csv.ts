import type { Language } from '../language/translated.ts'

/** What spreadsheets expect between cells: where the comma is in numbers, it is a semicolon. */
export const SEPARATORS: Record<Language, ';' | ','> = { nb: ';', en: ',' }

/**
 * Writes rows as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. A cell that a spreadsheet would run as
 * a formula is written as text.
 */
export function writeCsv(
  rows: readonly (readonly (string | number | null | undefined)[])[],
  separator: string,
): string {
  const lines = rows.map((row) => row.map((cell) => writeCell(cell ?? '', separator)).join(separator))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function writeCell(value: string | number, separator: string): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text
}
