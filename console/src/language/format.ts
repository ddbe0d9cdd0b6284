/** How numbers and times are written in one language. Times are those of the named zone, whatever the computer's. */
export interface Format {
  number: (value: number) => string
  percent: (share: number) => string
  /** Hours of a number of minutes: "12.5". */
  hours: (minutes: number) => string
  dateTime: (moment: string, timeZone: string) => string
  date: (moment: string, timeZone: string) => string
  /** A period such as 2026-03-01, written as its month: "March 2026". */
  month: (period: string) => string
  shortMonth: (period: string) => string
  /** A moment in the computer's own zone, for what happened here and now. */
  localDateTime: (moment: string) => string
  /** About how long: "3 min", "40 s". */
  duration: (seconds: number) => string
}

/** @param locale such as nb-NO */
export function createFormat(locale: string): Format {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const local = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const dateTime = perZone(
    (timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
  )
  const date = perZone((timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }))
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    hours: (minutes) => hours.format(minutes / 60),
    dateTime: (moment, timeZone) => dateTime(timeZone).format(new Date(moment)),
    date: (moment, timeZone) => date(timeZone).format(new Date(moment)),
    month: (period) => month.format(new Date(period)),
    shortMonth: (period) => shortMonth.format(new Date(period)),
    localDateTime: (moment) => local.format(new Date(moment)),
    duration: (seconds) => {
      if (seconds < 60) return unit(Math.ceil(seconds), 'second')
      if (seconds < 3600) return unit(Math.ceil(seconds / 60), 'minute')
      return unit(Math.round(seconds / 360) / 10, 'hour')
    },
  }
}

/** A DateTimeFormat is dear to make, and a list writes thousands of times in one zone. */
function perZone(make: (timeZone: string) => Intl.DateTimeFormat): (timeZone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (timeZone) => {
    const format = made.get(timeZone) ?? make(timeZone)
    made.set(timeZone, format)
    return format
  }
}
