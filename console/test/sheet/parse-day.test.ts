import { describe, expect, it } from 'vitest'
import { parseDay, parseTime } from '../../src/sheet/parse-day.ts'

describe('a day in a sheet', () => {
  it.each([
    '1.3.2026',
    '01.03.2026',
    '01.03.26',
    '1/3/2026',
    '1-3-2026',
    '1. 3. 2026',
    '2026-03-01',
    '1. mars 2026',
    '1 mar. 2026',
    '1 March 2026',
  ])('is read as Norwegians write it: %s', (text) => {
    expect(parseDay(text)).toBe('2026-03-01')
  })

  it.each(['', '31.2.2026', '1.13.2026', '2026', '1.3', '1. foo 2026', 'tomorrow'])('is none: %s', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })
})

describe('a time in a sheet', () => {
  it.each(['14:30', '14.30', '1430', 'kl. 14.30', 'KL 14:30'])('is read as people write it: %s', (text) => {
    expect(parseTime(text)).toEqual({ clock: '14:30', occurrence: undefined })
  })

  it('may be a whole hour', () => {
    expect(parseTime('9')?.clock).toBe('09:00')
  })

  it('says which of two it is, in the night that has it twice', () => {
    expect(parseTime('02:30 A')?.occurrence).toBe('first')
    expect(parseTime('2.30 b')?.occurrence).toBe('second')
  })

  it.each(['', '25:00', '12:60', 'noon', '123456'])('is none: %s', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })
})
