/** One figure of a tally. */
export function Count({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) {
  return (
    <div className={bad ? 'bad' : undefined}>
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
    </div>
  )
}
