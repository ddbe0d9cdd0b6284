import { useErrorSentence } from '../api/use-error-sentence.ts'
import { useViewer } from '../app/viewer.tsx'
import { DateField } from '../design/date-field.tsx'
import { Field } from '../design/field.tsx'
import { useWords } from '../language/language.tsx'
import { localMoment } from '../time/local-moment.ts'
import { timeWords } from '../time/time-words.ts'
import type { ActivityDraft, ActivityMistake, ActivityMistakes } from './activity.ts'
import { activityWords } from './activity-words.ts'

interface ActivityFieldsProps {
  value: ActivityDraft
  onChange: (value: ActivityDraft) => void
  timeZone: string
  /** What is shown beside the fields; nothing while nobody has tried to go on. */
  mistakes: ActivityMistakes
}

/** The details of an activity: its type, its day and time in the chapter, how long it took. */
export function ActivityFields({ value, onChange, timeZone, mistakes }: ActivityFieldsProps) {
  const words = useWords(activityWords)
  const times = useWords(timeWords)
  const sentence = useErrorSentence()
  const { activityTypes } = useViewer()
  const change = (changes: Partial<ActivityDraft>) => onChange({ ...value, ...changes })

  const moment = value.local === '' ? undefined : localMoment(value.local, timeZone)
  const errorOf = (field: keyof ActivityMistakes) => say(mistakes[field], field)
  const say = (mistake: ActivityMistake | undefined, field: string) => {
    if (mistake === 'SKIPPED') return times.skipped
    if (mistake === 'TWICE') return times.twice
    return mistake && sentence(mistake, field)
  }
  return (
    <>
      <Field label={words.type} error={errorOf('activityTypeId')}>
        {(control) => (
          <select
            {...control}
            value={value.activityTypeId}
            onChange={(event) => change({ activityTypeId: event.target.value })}
          >
            <option value="">{words.chooseType}</option>
            {activityTypes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <DateField
        label={words.when}
        withTime
        value={value.local}
        onChange={(local) => change({ local, occurrence: '' })}
        hint={times.zone(timeZone)}
        error={moment?.kind === 'skipped' ? times.skipped : errorOf('recordedAt')}
      />
      {moment?.kind === 'twice' && (
        <fieldset className="stack small">
          <legend>{times.twice}</legend>
          {(['first', 'second'] as const).map((occurrence) => (
            <label key={occurrence} className="check">
              <input
                type="radio"
                name="occurrence"
                checked={value.occurrence === occurrence}
                onChange={() => change({ occurrence })}
              />
              {times[occurrence]}
            </label>
          ))}
        </fieldset>
      )}
      <Field label={words.minutes} error={errorOf('durationMinutes')}>
        {(control) => (
          <input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={value.minutes}
            onChange={(event) => change({ minutes: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
