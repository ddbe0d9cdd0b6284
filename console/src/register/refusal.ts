import type { ActivityMistakes } from './activity.ts'

/** Why the API took nothing: a code for all of it, and codes for the fields that it names. */
export interface Refusal {
  code: string
  mistakes: ActivityMistakes
}

/** A failed answer, as the form shows it. */
export function refusalOf(answer: {
  code: string
  issues?: { field?: string | null; code: string }[]
}): Refusal {
  const mistakes = Object.fromEntries((answer.issues ?? []).map(({ field, code }) => [field ?? '', code]))
  return { code: answer.code, mistakes }
}
