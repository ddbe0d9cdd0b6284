import type { Chapter } from '../app/viewer.tsx'
import type { ActivityRecordFilter } from '../generated/graphql.ts'
import { startOfDay } from '../time/local-moment.ts'

/** Which activities are shown, as the address says it: empty where it does not matter. */
export interface ActivitiesFilter {
  person: string
  chapter: string
  type: string
  /** The first day, and the last one, such as 2026-03-01. */
  from: string
  to: string
  submission: string
  /** 1 where those taken back are shown too. */
  voided: string
}

export function filterOf(params: URLSearchParams): ActivitiesFilter {
  const get = (name: keyof ActivitiesFilter) => params.get(name) ?? ''
  return {
    person: get('person'),
    chapter: get('chapter'),
    type: get('type'),
    from: day(get('from')),
    to: day(get('to')),
    submission: get('submission'),
    voided: get('voided'),
  }
}

/** The filter as the API takes it; what does not matter is left out. */
export function apiFilter(filter: ActivitiesFilter, timeZone: string): ActivityRecordFilter {
  const given: ActivityRecordFilter = {}
  if (filter.person) given.peerMentorUserId = filter.person
  if (filter.chapter) given.chapterId = filter.chapter
  if (filter.type) given.activityTypeId = filter.type
  if (filter.submission) given.bulkSubmissionId = filter.submission
  if (filter.from) given.recordedFrom = startOfDay(filter.from, timeZone)
  if (filter.to) given.recordedTo = startOfDay(filter.to, timeZone, 1)
  if (filter.voided) given.includeVoided = true
  return given
}

/** Where the days of a period begin: in the chapter that is chosen, else in the viewer's first one. */
export function timeZoneOf(chapters: readonly Chapter[], chapterId: string): string {
  return (chapters.find(({ id }) => id === chapterId) ?? chapters[0])?.timeZone ?? 'UTC'
}

/** An address may say anything. */
function day(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}
