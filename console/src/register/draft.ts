import { writeStored } from '../app/use-stored.ts'
import type { ProxyActivityTemplateInput } from '../generated/graphql.ts'
import { clockOf } from '../time/local-moment.ts'
import { type ActivityDraft, emptyActivity } from './activity.ts'

/** What is chosen and typed on the screen that registers for many. */
export interface Draft {
  chapterId: string
  mentorIds: readonly string[]
  activity: ActivityDraft
}

/** Its name in the tab's storage. */
export const DRAFT = 'register-for-many'

export function emptyDraft(chapterId: string): Draft {
  return { chapterId, mentorIds: [], activity: emptyActivity }
}

/** The draft from which a submission like an earlier one is made. */
export function draftOf(submission: Submitted, mentorIds: readonly string[]): Draft {
  return { chapterId: submission.chapter?.id ?? '', mentorIds, activity: activityDraftOf(submission) }
}

/** The details of a submission, as a form holds them. */
export function activityDraftOf({ template, chapter }: Submitted): ActivityDraft {
  return {
    activityTypeId: template.activityType.id,
    ...clockOf(template.recordedAt, chapter?.timeZone ?? 'UTC'),
    minutes: String(template.durationMinutes),
  }
}

/** Puts a draft where the screen finds it. */
export function storeDraft(draft: Draft): void {
  writeStored(DRAFT, draft)
}

interface Submitted {
  chapter?: { id: string; timeZone: string } | null
  template: Omit<ProxyActivityTemplateInput, 'activityTypeId'> & { activityType: { id: string } }
}
