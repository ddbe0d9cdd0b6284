import { stringify } from 'csv-stringify/sync'
import type { ExportedRecord } from '../../database/record-export.ts'

/** What separates the values: a spreadsheet whose language has decimal commas wants semicolons. */
export type Separator = 'comma' | 'semicolon'

const COLUMNS: readonly (keyof ExportedRecord)[] = [
  'id',
  'recordedAt',
  'durationMinutes',
  'activityType',
  'peerMentor',
  'chapter',
  'recordedBy',
  'bulkSubmissionId',
  'voidedAt',
  'voidReason',
]

/**
 * Writes records as CSV of RFC 4180, with a byte order mark and a header. A value that a spreadsheet would run as a
 * formula is defused by an apostrophe before it.
 */
export async function* toCsv(
  pages: AsyncIterable<ExportedRecord[]>,
  separator: Separator,
): AsyncGenerator<Uint8Array, void, undefined> {
  const options = {
    columns: [...COLUMNS],
    delimiter: separator === 'comma' ? ',' : ';',
    record_delimiter: 'windows',
    escape_formulas: true,
  } as const
  const encoder = new TextEncoder()
  yield encoder.encode(stringify([], { ...options, header: true, bom: true }))
  for await (const page of pages) yield encoder.encode(stringify(page, options))
}
