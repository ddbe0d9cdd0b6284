import { useState } from 'react'
import { Count } from '../design/count.tsx'
import { Empty } from '../design/states.tsx'
import type { StatisticsQuery } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { everyMonth, type FigureRow, MEASURES, type Measure } from './figures.ts'
import { FiguresTable } from './figures-table.tsx'
import { MonthChart } from './month-chart.tsx'
import { statisticsWords } from './statistics-words.ts'
import { TakeAlong } from './take-along.tsx'

interface StatisticsResultProps {
  data: StatisticsQuery
  from: string
  to: string
  today: string
}

/** The figures of a period: in all, as a chart, and as tables. */
export function StatisticsResult({ data, from, to, today }: StatisticsResultProps) {
  const words = useWords(statisticsWords)
  const format = useFormat()
  const [measure, setMeasure] = useState<Measure>('activities')
  const total = data.byMonth
  if (total.activities === 0) return <Empty>{words.none}</Empty>

  const months = everyMonth(from, to, data.byMonth.groups, today)
  const tables: { caption: string; heading: string; rows: FigureRow[] }[] = [
    {
      caption: words.byMonth,
      heading: words.month,
      rows: months.map((month) => ({ ...month, key: month.period, name: format.month(month.period) })),
    },
    {
      caption: words.byType,
      heading: words.type,
      rows: data.byType.groups.map((group) => ({
        ...group,
        key: group.activityType?.id ?? '',
        name: group.activityType?.name ?? '',
      })),
    },
    {
      caption: words.byChapter,
      heading: words.chapter,
      rows: data.byChapter.groups.map((group) => ({
        ...group,
        key: group.chapter?.id ?? '',
        name: group.chapter?.name ?? '',
      })),
    },
  ]
  const written = (row: Omit<FigureRow, 'key'>) => [
    row.name,
    ...Object.values(MEASURES).map(({ write }) => write(format, row)),
  ]
  const period = `${format.date(from, 'UTC')} – ${format.date(to, 'UTC')}`
  const cells = tables.flatMap(({ heading, rows }) => [
    [heading, words.activities, words.hours, words.people],
    ...rows.map(written),
    written({ ...total, name: words.total }),
    [],
  ])
  return (
    <>
      <section className="panel" aria-label={words.total}>
        <h2>{period}</h2>
        <dl className="tally">
          {(Object.keys(MEASURES) as Measure[]).map((name) => (
            <Count key={name} label={words[name]} value={MEASURES[name].write(format, total)} />
          ))}
        </dl>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out in a row everywhere */}
        <div className="row no-print" role="group" aria-label={words.show}>
          <span className="segments">
            {(Object.keys(MEASURES) as Measure[]).map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={measure === name}
                onClick={() => setMeasure(name)}
              >
                {words[name]}
              </button>
            ))}
          </span>
        </div>
        <MonthChart months={months} measure={measure} />
        <p className="hint">{words.counted}</p>
        <TakeAlong rows={[[period], ...cells]} name={`rollcall-${from}-${to}`} />
      </section>
      {tables.map((table) => (
        <FiguresTable key={table.caption} {...table} total={total} />
      ))}
    </>
  )
}
