import { expect, it } from 'vitest'
import { everyMonth } from '../../src/statistics/figures.ts'

const march = { period: '2026-03-01', activities: 2, minutes: 90, peerMentors: 1 }
const periods = (from: string, to: string, today: string) =>
  everyMonth(from, to, [march], today).map(({ period, activities }) => `${period} ${activities}`)

it('shows the months without activities too, up to the present one', () => {
  expect(periods('2026-01-01', '2026-12-31', '2026-04-15')).toEqual([
    '2026-01-01 0',
    '2026-02-01 0',
    '2026-03-01 2',
    '2026-04-01 0',
  ])
})

it('goes over the turn of the year, and shows months ahead that have activities', () => {
  expect(periods('2025-11-15', '2026-03-31', '2026-01-10')).toEqual([
    '2025-11-01 0',
    '2025-12-01 0',
    '2026-01-01 0',
    '2026-02-01 0',
    '2026-03-01 2',
  ])
})
