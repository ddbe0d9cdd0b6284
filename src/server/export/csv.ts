import { stringify } from 'csv-stringify/sync'
import { EXPORTED_COLUMNS, type ExportedRecord } from '../../database/record-export.ts'

/** What separates the values. Spreadsheets set to a language with decimal commas expect semicolons. */
export type Separator = 'comma' | 'semicolon'

/**
 * Writes records as CSV (RFC 4180) in UTF-8, with a byte order mark and a header line. A value that a spreadsheet would
 * run as a formula gets an apostrophe in front of it.
 *
 * @param pages the records, in the order in which they are written
 * @returns the file in pieces: the header, then one piece for each page
 */
export async function* toCsv(
  pages: AsyncIterable<ExportedRecord[]>,
  separator: Separator,
): AsyncGenerator<Uint8Array, void, undefined> {
  const options = {
    columns: [...EXPORTED_COLUMNS],
    delimiter: separator === 'comma' ? ',' : ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  } as const
  const encoder = new TextEncoder()
  yield encoder.encode(stringify([], { ...options, header: true, bom: true }))
  for await (const page of pages) yield encoder.encode(stringify(page, options))
}
