import type { Update } from './follow.ts'

export type Outcome = NonNullable<Update['outcome']>

const NAMED_SUCCESSES = 3
const characters = new Intl.Segmenter()

/** Who failed and why, one a line, and in one more line all who didn't. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap(({ error, ...rest }) => (error ? [{ ...rest, error }] : []))
  const successes = outcomes.filter(({ error }) => !error)
  const rows = failures.map((failure) => [nameOf(failure), failure.error.code, failure.error.message])
  const lines = rows.length === 0 ? [] : columns([['Not registered', 'Code', 'Reason'], ...rows])
  if (successes.length > 0) lines.push(`${successes.length} registered: ${someOf(successes.map(nameOf))}`)
  return lines.map((line) => `  ${line}\n`).join('')
}

/** A mentor's name; the id, where whoever asks may not see the mentor. */
export function nameOf({ mentor, mentorId }: Outcome): string {
  return mentor?.displayName ?? mentorId ?? 'somebody forgotten'
}

function someOf(names: string[]): string {
  const rest = names.length - NAMED_SUCCESSES
  return rest > 1
    ? `${names.slice(0, NAMED_SUCCESSES).join(', ')} and ${rest} more`
    : names.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

/** Letters as one sees them: "å" may be made of one or two. */
function widthOf(text: string): number {
  return [...characters.segment(text)].length
}
