import type { Column } from './sheet-row.ts'

/** What is wrong with the rows, as sentences: by row, then by column, or under `row` where the whole row is meant. */
export type SheetMistakes = ReadonlyMap<string, Partial<Record<Column | 'row', string>>>

/** The column that shows a field of the API. */
export const COLUMN_OF_FIELD: Record<string, Column> = {
  peerMentorUserId: 'mentor',
  activityTypeId: 'type',
  recordedAt: 'day',
  durationMinutes: 'minutes',
}
