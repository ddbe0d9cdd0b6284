/** Makes the values of an enum type from a table of codes; `meaningOf` returns the description of a code's entry. */
export function describedValues<Code extends string, Entry>(
  table: Readonly<Record<Code, Entry>>,
  meaningOf: (entry: Entry) => string,
): Record<Code, { description: string }> {
  const described = Object.entries<Entry>(table).map(([code, entry]) => [
    code,
    { description: meaningOf(entry) },
  ])
  return Object.fromEntries(described) as Record<Code, { description: string }>
}
