import { go, routeTo } from '../app/router.ts'
import { useViewer } from '../app/viewer.tsx'
import { DateField } from '../design/date-field.tsx'
import { Field } from '../design/field.tsx'
import { useWords } from '../language/language.tsx'
import { activitiesWords } from './activities-words.ts'
import type { ActivitiesFilter } from './filter.ts'
import { PersonFilter } from './person-filter.tsx'

/** The choice of which activities are shown. It stands in the address, so that it can be kept and passed on. */
export function ActivitiesFilterFields({ filter }: { filter: ActivitiesFilter }) {
  const words = useWords(activitiesWords)
  const { activityTypes, coordinated, mentored } = useViewer()
  const chapters = [
    ...new Map([...coordinated, ...mentored].map((chapter) => [chapter.id, chapter])).values(),
  ]
  const change = (changes: Partial<ActivitiesFilter>) =>
    go(routeTo('/activities', { ...filter, ...changes }), { replace: true })
  const filtered = Object.values(filter).some(Boolean)
  return (
    <search className="panel no-print">
      <div className="fields">
        {coordinated.length > 0 && (
          <PersonFilter value={filter.person} onChange={(person) => change({ person })} />
        )}
        {chapters.length > 1 && (
          <Choice
            label={words.chapter}
            all={words.allChapters}
            choices={chapters}
            value={filter.chapter}
            onChange={(chapter) => change({ chapter })}
          />
        )}
        <Choice
          label={words.type}
          all={words.allTypes}
          choices={activityTypes}
          value={filter.type}
          onChange={(type) => change({ type })}
        />
        <DateField label={words.from} value={filter.from} onChange={(from) => change({ from })} />
        <DateField label={words.to} value={filter.to} onChange={(to) => change({ to })} />
      </div>
      <div className="row">
        <label className="check">
          <input
            type="checkbox"
            checked={filter.voided !== ''}
            onChange={(event) => change({ voided: event.target.checked ? '1' : '' })}
          />
          {words.includeVoided}
        </label>
        {filter.submission && (
          <label className="check">
            <input type="checkbox" checked onChange={() => change({ submission: '' })} />
            {words.ofSubmission}
          </label>
        )}
        {filtered && (
          <button
            type="button"
            className="quiet"
            onClick={() => go(routeTo('/activities'), { replace: true })}
          >
            {words.clearFilter}
          </button>
        )}
      </div>
    </search>
  )
}

interface ChoiceProps {
  label: string
  /** What stands for no choice. */
  all: string
  choices: readonly { id: string; name: string }[]
  value: string
  onChange: (id: string) => void
}

function Choice({ label, all, choices, value, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{all}</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
