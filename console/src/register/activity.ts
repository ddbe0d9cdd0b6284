import type { ProxyActivityTemplateInput } from '../generated/graphql.ts'
import { localMoment } from '../time/local-moment.ts'

/** An activity as it stands in a form: not yet checked, and with the clock of the chapter's wall. */
export interface ActivityDraft {
  activityTypeId: string
  /** Such as 2026-03-01T14:30; empty while there is none. */
  local: string
  /** Which of the two, where the clock shows the time twice. */
  occurrence: 'first' | 'second' | ''
  minutes: string
}

export const emptyActivity: ActivityDraft = { activityTypeId: '', local: '', occurrence: '', minutes: '' }

/** What keeps a field of a draft from being sent. */
export type ActivityMistake = 'REQUIRED' | 'INVALID_VALUE' | 'SKIPPED' | 'TWICE'
export type ActivityMistakes = Partial<
  Record<'activityTypeId' | 'recordedAt' | 'durationMinutes', ActivityMistake>
>

/**
 * Turns a draft into what the API takes.
 *
 * @param timeZone of the chapter
 */
export function activityOf(
  draft: ActivityDraft,
  timeZone: string,
): { activity: ProxyActivityTemplateInput } | { mistakes: ActivityMistakes } {
  const mistakes: ActivityMistakes = {}
  if (draft.activityTypeId === '') mistakes.activityTypeId = 'REQUIRED'
  const minutes = draft.minutes.trim()
  if (minutes === '') mistakes.durationMinutes = 'REQUIRED'
  else if (!/^\d{1,4}$/.test(minutes) || Number(minutes) < 1 || Number(minutes) > 1440)
    mistakes.durationMinutes = 'INVALID_VALUE'
  const recordedAt = recordedAtOf(draft, timeZone)
  if (recordedAt === 'REQUIRED' || recordedAt === 'SKIPPED' || recordedAt === 'TWICE')
    mistakes.recordedAt = recordedAt
  if (Object.keys(mistakes).length > 0) return { mistakes }
  return {
    activity: { activityTypeId: draft.activityTypeId, recordedAt, durationMinutes: Number(minutes) },
  }
}

function recordedAtOf({ local, occurrence }: ActivityDraft, timeZone: string): string {
  if (local === '') return 'REQUIRED'
  const found = localMoment(local, timeZone)
  if (found.kind === 'moment') return found.moment
  if (found.kind === 'skipped') return 'SKIPPED'
  return occurrence === '' ? 'TWICE' : found[occurrence]
}
