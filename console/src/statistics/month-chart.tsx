import { useFormat, useWords } from '../language/language.tsx'
import { type Figures, MEASURES, type Measure } from './figures.ts'
import { statisticsWords } from './statistics-words.ts'

const WIDTH = 720
const HEIGHT = 220
const FOOT = 28
const HEAD = 22

/** A bar for each month. The same figures stand in the table below it. */
export function MonthChart({
  months,
  measure,
}: {
  months: readonly (Figures & { period: string })[]
  measure: Measure
}) {
  const words = useWords(statisticsWords)
  const format = useFormat()
  const { of, write } = MEASURES[measure]
  const highest = months.reduce((best, month) => (of(month) > of(best) ? month : best))
  const step = WIDTH / months.length
  const width = Math.min(step * 0.7, 56)
  const every = Math.ceil(months.length / 18)
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={words.highest(format.month(highest.period), write(format, highest))}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
      {months.map((month, index) => {
        const height = of(highest) === 0 ? 0 : (of(month) / of(highest)) * (HEIGHT - FOOT - HEAD)
        const middle = step * (index + 0.5)
        const labelled = index % every === 0
        return (
          <g key={month.period}>
            <rect x={middle - width / 2} y={HEIGHT - FOOT - height} width={width} height={height} rx="3" />
            {labelled && of(month) > 0 && (
              <text className="figure" x={middle} y={HEIGHT - FOOT - height - 6}>
                {write(format, month)}
              </text>
            )}
            {labelled && (
              <text x={middle} y={HEIGHT - 9}>
                {format.shortMonth(month.period)}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
