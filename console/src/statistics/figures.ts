import type { Format } from '../language/format.ts'

/** How much there was of something. */
export interface Figures {
  activities: number
  minutes: number
  peerMentors: number
}

/** One row of a table of figures. */
export interface FigureRow extends Figures {
  key: string
  name: string
}

/** What a chart can show, and how each is written. */
export const MEASURES = {
  activities: {
    of: ({ activities }: Figures) => activities,
    write: (f: Format, row: Figures) => f.number(row.activities),
  },
  hours: { of: ({ minutes }: Figures) => minutes, write: (f: Format, row: Figures) => f.hours(row.minutes) },
  people: {
    of: ({ peerMentors }: Figures) => peerMentors,
    write: (f: Format, row: Figures) => f.number(row.peerMentors),
  },
} as const

export type Measure = keyof typeof MEASURES

const NOTHING: Figures = { activities: 0, minutes: 0, peerMentors: 0 }

/**
 * The figures of each month of a period, those without any included, up to the last one that has some or is past.
 *
 * @param from the first day, such as 2026-01-01; `to` the last one
 */
export function everyMonth(
  from: string,
  to: string,
  groups: readonly (Figures & { period?: string | null })[],
  today: string,
): (Figures & { period: string })[] {
  const known = new Map(groups.map((group) => [group.period ?? '', group]))
  const last = [...known.keys(), to < today ? to : today].sort().at(-1) ?? to
  const months: (Figures & { period: string })[] = []
  for (let [year = 0, month = 0] = from.split('-').map(Number); ; month++) {
    if (month > 12) {
      year++
      month = 1
    }
    const period = `${year}-${String(month).padStart(2, '0')}-01`
    if (period > last) return months
    months.push({ ...NOTHING, ...known.get(period), period })
  }
}
