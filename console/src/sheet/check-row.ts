import type { ActivityType } from '../app/viewer.tsx'
import type { ActivityInput } from '../generated/graphql.ts'
import { plain } from '../mentors/search.ts'
import { localMoment } from '../time/local-moment.ts'
import type { FindMentors } from './find-mentor.ts'
import { parseDay, parseTime } from './parse-day.ts'
import type { Column, SheetRow } from './sheet-row.ts'

/** What is wrong with a cell, before the API has been asked. */
export type CellMistake =
  | 'REQUIRED'
  | 'UNKNOWN_NAME'
  | 'AMBIGUOUS_NAME'
  | 'UNKNOWN_TYPE'
  | 'NO_DAY'
  | 'NO_TIME'
  | 'NO_MINUTES'
  | 'SKIPPED'
  | 'TWICE'
export type RowMistakes = Partial<Record<Column, CellMistake>>

/** What a sheet is checked against. */
export interface SheetContext {
  findMentors: FindMentors
  activityTypes: readonly ActivityType[]
  chapter: { id: string; timeZone: string }
}

/** Turns a row into what the API takes, or says what keeps each cell from it. */
export function checkRow(
  row: SheetRow,
  context: SheetContext,
): { activity: ActivityInput } | { mistakes: RowMistakes } {
  const mistakes: RowMistakes = {}
  const mentorId = mentorOf(row, context, mistakes)
  const type = context.activityTypes.find(({ name }) => plain(name) === plain(row.type.trim()))
  if (!type) mistakes.type = row.type.trim() === '' ? 'REQUIRED' : 'UNKNOWN_TYPE'
  const minutes = /^(\d{1,4})(?: ?min.*)?$/i.exec(row.minutes.trim())?.[1]
  if (!minutes) mistakes.minutes = row.minutes.trim() === '' ? 'REQUIRED' : 'NO_MINUTES'
  const recordedAt = momentOf(row, context, mistakes)
  if (!mentorId || !type || !minutes || !recordedAt) return { mistakes }
  return {
    activity: {
      peerMentorUserId: mentorId,
      activityTypeId: type.id,
      recordedAt,
      durationMinutes: Number(minutes),
      chapterId: context.chapter.id,
    },
  }
}

function mentorOf(row: SheetRow, { findMentors }: SheetContext, mistakes: RowMistakes): string | undefined {
  const found = findMentors(row.mentor)
  const chosen = found.find(({ id }) => id === row.mentorId) ?? (found.length === 1 ? found[0] : undefined)
  if (chosen) return chosen.id
  if (row.mentor.trim() === '') mistakes.mentor = 'REQUIRED'
  else mistakes.mentor = found.length > 1 ? 'AMBIGUOUS_NAME' : 'UNKNOWN_NAME'
  return undefined
}

function momentOf(row: SheetRow, { chapter }: SheetContext, mistakes: RowMistakes): string | undefined {
  const day = parseDay(row.day)
  const time = parseTime(row.time)
  if (!day) mistakes.day = row.day.trim() === '' ? 'REQUIRED' : 'NO_DAY'
  if (!time) mistakes.time = row.time.trim() === '' ? 'REQUIRED' : 'NO_TIME'
  if (!day || !time) return undefined
  const found = localMoment(`${day}T${time.clock}`, chapter.timeZone)
  if (found.kind === 'moment') return found.moment
  if (found.kind === 'twice' && time.occurrence) return found[time.occurrence]
  mistakes.time = found.kind === 'skipped' ? 'SKIPPED' : 'TWICE'
  return undefined
}
