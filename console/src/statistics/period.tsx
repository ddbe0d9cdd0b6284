import { go, routeTo } from '../app/router.ts'
import type { Chapter } from '../app/viewer.tsx'
import { DateField } from '../design/date-field.tsx'
import { Field } from '../design/field.tsx'
import { useWords } from '../language/language.tsx'
import { statisticsWords } from './statistics-words.ts'

/** What the statistics are of; it stands in the address. */
export interface Period {
  from: string
  to: string
  chapter: string
}

const YEARS = 3

/** The choice of the period and the chapter. */
export function PeriodFields({
  period,
  thisYear,
  chapters,
}: {
  period: Period
  thisYear: number
  chapters: readonly Chapter[]
}) {
  const words = useWords(statisticsWords)
  const change = (changes: Partial<Period>) =>
    go(routeTo('/statistics', { ...period, ...changes }), { replace: true })
  const years = Array.from({ length: YEARS }, (_, index) => thisYear - index)
  return (
    <search className="panel no-print">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out in a row everywhere */}
      <div className="row" role="group" aria-label={words.period}>
        <span className="segments">
          {years.map((year) => {
            const whole = { from: `${year}-01-01`, to: `${year}-12-31` }
            return (
              <button
                key={year}
                type="button"
                aria-pressed={period.from === whole.from && period.to === whole.to}
                onClick={() => change(whole)}
              >
                {year}
              </button>
            )
          })}
        </span>
      </div>
      <div className="fields">
        <DateField label={words.from} value={period.from} onChange={(from) => from && change({ from })} />
        <DateField label={words.to} value={period.to} onChange={(to) => to && change({ to })} />
        {chapters.length > 1 && (
          <Field label={words.chapter}>
            {(control) => (
              <select
                {...control}
                value={period.chapter}
                onChange={(event) => change({ chapter: event.target.value })}
              >
                <option value="">{words.allChapters}</option>
                {chapters.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
    </search>
  )
}
