import { describe, expect, it } from 'vitest'
import { clockOf, localMoment, startOfDay } from '../../src/time/local-moment.ts'

const OSLO = 'Europe/Oslo'

describe('the clock of a chapter', () => {
  it('means a moment, in winter and in summer', () => {
    expect(localMoment('2026-03-01T14:30', OSLO)).toEqual({
      kind: 'moment',
      moment: '2026-03-01T13:30:00.000Z',
    })
    expect(localMoment('2026-07-01T14:30', OSLO)).toEqual({
      kind: 'moment',
      moment: '2026-07-01T12:30:00.000Z',
    })
  })

  it('means none in the hour that daylight saving skips', () => {
    expect(localMoment('2027-03-28T02:30', OSLO)).toEqual({ kind: 'skipped' })
    expect(localMoment('2027-03-28T03:00', OSLO).kind).toBe('moment')
  })

  it('means one of two in the hour that comes twice', () => {
    expect(localMoment('2026-10-25T02:30', OSLO)).toEqual({
      kind: 'twice',
      first: '2026-10-25T00:30:00.000Z',
      second: '2026-10-25T01:30:00.000Z',
    })
  })

  it.each(['2026-03-01T13:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])(
    'is found again from its moment: %s',
    (moment) => {
      const { local, occurrence } = clockOf(moment, OSLO)
      const found = localMoment(local, OSLO)
      expect(
        found.kind === 'moment' ? found.moment : found.kind === 'twice' && occurrence && found[occurrence],
      ).toBe(moment)
    },
  )

  it('begins its day at midnight there', () => {
    expect(startOfDay('2026-03-01', OSLO)).toBe('2026-02-28T23:00:00.000Z')
    expect(startOfDay('2026-03-29', OSLO, 1)).toBe('2026-03-29T22:00:00.000Z')
  })
})
