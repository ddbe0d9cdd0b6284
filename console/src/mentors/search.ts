import type { Mentor } from './use-chapter-mentors.ts'

/**
 * The mentors in whose names all words of a search occur: parts of words do, in any order, in whichever case, and with
 * or without accents. The same rule as the API's `search`.
 */
export function searchMentors(mentors: readonly Mentor[], search: string): readonly Mentor[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  if (words.length === 0) return mentors
  return mentors.filter(({ displayName }) => {
    const name = plain(displayName)
    return words.every((word) => name.includes(word))
  })
}

const plainTexts = new Map<string, string>()

/** A text without accents and capitals. Kept, for ten thousand names are searched with every key that is pressed. */
export function plain(text: string): string {
  const known = plainTexts.get(text)
  if (known !== undefined) return known
  const made = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øæœðþßł]/g, (letter) => LETTERS[letter] ?? letter)
  plainTexts.set(text, made)
  return made
}

// Letters of their own, which no accent is taken off of.
const LETTERS: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ß: 'ss', ł: 'l' }
