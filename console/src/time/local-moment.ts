import { parseAbsolute, parseDate, parseDateTime, toCalendarDateTime, toZoned } from '@internationalized/date'

/** Which moment a clock on the wall means. */
export type LocalMoment =
  | { kind: 'moment'; moment: string }
  /** The clock jumps over this time when daylight saving begins. */
  | { kind: 'skipped' }
  /** The clock shows this time twice when daylight saving ends. */
  | { kind: 'twice'; first: string; second: string }

/**
 * Finds the moment of a clock in a place.
 *
 * @param local such as 2026-03-01T14:30
 * @param timeZone IANA name, such as Europe/Oslo
 */
export function localMoment(local: string, timeZone: string): LocalMoment {
  const clock = parseDateTime(local)
  const first = toZoned(clock, timeZone, 'earlier')
  const second = toZoned(clock, timeZone, 'later')
  if (first.compare(second) === 0) return { kind: 'moment', moment: first.toAbsoluteString() }
  // Where the clock jumps, the two lie on either side of the jump and show other times.
  if (first.hour !== clock.hour || first.minute !== clock.minute) return { kind: 'skipped' }
  return { kind: 'twice', first: first.toAbsoluteString(), second: second.toAbsoluteString() }
}

/**
 * The moment at which a day begins in a place, or the day after it.
 *
 * @param day such as 2026-03-01
 */
export function startOfDay(day: string, timeZone: string, daysLater = 0): string {
  return toZoned(parseDate(day).add({ days: daysLater }), timeZone).toAbsoluteString()
}

/** What the clock on the wall shows at a moment, and which time it was where it shows it twice. */
export function clockOf(
  moment: string,
  timeZone: string,
): { local: string; occurrence: 'first' | 'second' | '' } {
  const local = toCalendarDateTime(parseAbsolute(moment, timeZone)).toString().slice(0, 16)
  const meant = localMoment(local, timeZone)
  if (meant.kind !== 'twice') return { local, occurrence: '' }
  return { local, occurrence: Date.parse(meant.first) === Date.parse(moment) ? 'first' : 'second' }
}
