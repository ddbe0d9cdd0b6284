import { useFormat, useWords } from '../language/language.tsx'
import { type FigureRow, type Figures, MEASURES } from './figures.ts'
import { statisticsWords } from './statistics-words.ts'

interface FiguresTableProps {
  caption: string
  /** What the rows are. */
  heading: string
  rows: readonly FigureRow[]
  total: Figures
}

/** Figures, a row for each month, type or chapter, and all of them together. */
export function FiguresTable({ caption, heading, rows, total }: FiguresTableProps) {
  const words = useWords(statisticsWords)
  const format = useFormat()
  const cells = (row: Figures) =>
    Object.entries(MEASURES).map(([name, { write }]) => (
      <td key={name} className="figure">
        {write(format, row)}
      </td>
    ))
  return (
    <section className="panel" aria-label={caption}>
      <h2>{caption}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className="figure">
              {words.activities}
            </th>
            <th scope="col" className="figure">
              {words.hours}
            </th>
            <th scope="col" className="figure">
              {words.people}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              {cells(row)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.total}</th>
            {cells(total)}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
