import type { Update } from './follow.ts'

/** How one mentor of the submission went. */
export type Outcome = NonNullable<Update['outcome']>

const NAMED_SUCCESSES = 3
const characters = new Intl.Segmenter()

/** A table as text: a line for each mentor who failed, with the reason, and one line for all who were registered. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap(({ error, ...rest }) => (error ? [{ ...rest, error }] : []))
  const successes = outcomes.filter(({ error }) => !error)
  const rows = failures.map((failure) => [nameOf(failure), failure.error.code, failure.error.message])
  const lines = rows.length === 0 ? [] : columns([['Not registered', 'Code', 'Reason'], ...rows])
  if (successes.length > 0) lines.push(`${successes.length} registered: ${someOf(successes.map(nameOf))}`)
  return lines.map((line) => `  ${line}\n`).join('')
}

/** The mentor's name, or the id where the viewer may not see the mentor. */
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

/** The number of visible characters: "å" may consist of one code point or two. */
function widthOf(text: string): number {
  return [...characters.segment(text)].length
}
