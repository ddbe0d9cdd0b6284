import { readMoment } from '../../schema/date-time.ts'

// A row has six at most. Each strange key is answered with an issue: some of them tell enough.
const MAX_KEYS = 20

/**
 * Makes rows of a JSON body fit for the database function, which then says what is wrong with each. No value of a row is
 * an object or a list, so a nested one is emptied: an empty one is as wrong there, and can't be nested without end.
 */
export function readActivities(rows: readonly unknown[]): unknown[] {
  return rows.map((row) => {
    if (Array.isArray(row)) return []
    if (typeof row !== 'object' || row === null) return row
    return Object.fromEntries(
      Object.entries(row)
        .slice(0, MAX_KEYS)
        .map(([key, value]) => [key, key === 'recorded_at' ? inUtc(value) : flat(value)]),
    )
  })
}

/** A moment as the mutation hands it on: PostgreSQL itself does not read all that RFC 3339 spells. */
function inUtc(value: unknown): unknown {
  if (typeof value !== 'string') return flat(value)
  try {
    return readMoment(value).toISOString()
  } catch {
    return value // for the database to say what is wrong with it
  }
}

function flat(value: unknown): unknown {
  // JSON.parse reads 1e999 as Infinity, which JSON.stringify would write as null: as if nothing had been given.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return typeof value === 'object' && value !== null ? {} : value
}
