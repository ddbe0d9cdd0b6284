import { readMoment } from '../../schema/date-time.ts'

// A row has at most six keys. The database answers each unknown key with an issue, so their number must be limited.
const MAX_KEYS = 20

/**
 * Prepares the rows of a JSON body for the database function, which reports what is wrong with each. No valid value of
 * a row is an object or a list, so these are replaced by empty ones: an empty one is as wrong, and can't be nested
 * without end.
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

/** Converts a moment to UTC, as the mutation does, because PostgreSQL does not read every form that RFC 3339 allows. */
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
