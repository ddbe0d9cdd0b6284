import { expect } from 'vitest'

/** What stands between two pieces of what was printed. */
function between(text: string, from: RegExp, to: RegExp): string {
  const [, after = ''] = text.split(from)
  return after.split(to)[0] ?? ''
}

/** Checks that the demo told of 3 mentors and a stranger who failed, and of the 3 whom the retry registered. */
export function expectWholeStory(said: string, mentors: number): void {
  const selected = mentors + 1
  expect(said).toMatch(
    new RegExp(`^ +${selected}/${selected}  ${mentors - 3} registered, 4 failed  \\d+/s$`, 'm'),
  )
  expect(said).toContain(`PARTIAL_SUCCESS: ${mentors - 3} registered, 4 failed\n`)

  const failures = between(said, /^ {2}Not registered .*\n/m, /^ {2}\d+ registered: /m)
  const rows = failures
    .trimEnd()
    .split('\n')
    .map((row) => row.trim().split(/ {2,}/))
  const duplicates = rows.filter(([, code]) => code === 'DUPLICATE_ACTIVITY')
  const strangers = rows.filter(([, code]) => code === 'PEER_MENTOR_NOT_FOUND')
  expect([rows.length, duplicates.length, strangers.length]).toEqual([4, 3, 1])
  expect(rows.map(([, , reason]) => reason)).not.toContain(undefined)

  const retry = between(said, /^Again for the 3 of 4 .*\n/m, /^Look further/m)
  expect(retry).toContain('SUCCESS: 3 registered, 0 failed\n')
  for (const [name] of duplicates) expect(retry, 'registered by the retry').toContain(name)
  expect(retry).not.toContain(strangers[0]?.[0])
}
