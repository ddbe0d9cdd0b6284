import { plain } from '../mentors/search.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'des']
const ENGLISH: Record<string, string> = { may: 'mai', oct: 'okt', dec: 'des' }

/**
 * Reads a day as people write it: 1.3.2026, 01.03.26, 1/3/2026, 2026-03-01, 1. mars 2026.
 *
 * @returns such as 2026-03-01; undefined where it is no day
 */
export function parseDay(text: string): string | undefined {
  const written = plain(text.trim())
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const numbers = /^(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}|\d{2})$/.exec(written)
  if (numbers) return dayOf(numbers[3], numbers[2], numbers[1])
  const named = /^(\d{1,2})\.? ([a-z]{3})[a-z]*\.? (\d{4}|\d{2})$/.exec(written)
  const month = MONTHS.indexOf(ENGLISH[named?.[2] ?? ''] ?? named?.[2] ?? '') + 1
  return named && month > 0 ? dayOf(named[3], String(month), named[1]) : undefined
}

function dayOf(year = '', month = '', day = ''): string | undefined {
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  // 31 February would become a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined
}

/** A time as it was written, and which one is meant where the clock shows it twice in a night. */
export interface WrittenTime {
  clock: string
  occurrence: 'first' | 'second' | undefined
}

/** Reads a time as people write it: 14:30, 14.30, 1430, kl. 14, and 02:30 A or B in the night that has it twice. */
export function parseTime(text: string): WrittenTime | undefined {
  const match = /^(?:kl\.? *)?(\d{1,2})(?:[:.]?(\d{2}))?(?: ?([ab]))?$/.exec(plain(text.trim()))
  if (!match) return undefined
  const [, hour = '', minute = '00', letter] = match
  if (Number(hour) > 23 || Number(minute) > 59) return undefined
  const occurrence = letter === 'a' ? 'first' : letter === 'b' ? 'second' : undefined
  return { clock: `${hour.padStart(2, '0')}:${minute}`, occurrence }
}
