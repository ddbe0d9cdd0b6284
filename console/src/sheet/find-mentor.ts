import { plain } from '../mentors/search.ts'
import type { Mentor } from '../mentors/use-chapter-mentors.ts'

/** Finds mentors by the names that people write. */
export type FindMentors = (name: string) => readonly Mentor[]

/** Names count as the same with their words in another order ("Andersen, Bjørn"), and without accents. */
export function mentorFinder(mentors: readonly Mentor[]): FindMentors {
  const byName = Map.groupBy(mentors, ({ displayName }) => nameKey(displayName))
  return (name) => byName.get(nameKey(name)) ?? []
}

function nameKey(name: string): string {
  return plain(name)
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ')
}
