import { parseDate, parseDateTime } from '@internationalized/date'
import { Button, DateInput, DatePicker, DateSegment, Group, Label, Text } from 'react-aria-components'
import { useWords } from '../language/language.tsx'
import { CalendarPopover } from './calendar-popover.tsx'
import { designWords } from './design-words.ts'

interface DateFieldProps {
  label: string
  /** 2026-03-01, or 2026-03-01T14:30 with `withTime`; empty while there is none. */
  value: string
  onChange: (value: string) => void
  /** Whether the clock belongs to it. */
  withTime?: boolean
  hint?: string
  error?: string | undefined
}

/** A day, or a day and a time, typed part by part or chosen from a calendar. What it holds is what the wall shows. */
export function DateField({ label, value, onChange, withTime = false, hint, error }: DateFieldProps) {
  const words = useWords(designWords)
  const note = error ?? hint
  return (
    <DatePicker
      className="field"
      granularity={withTime ? 'minute' : 'day'}
      hourCycle={24}
      shouldForceLeadingZeros
      value={parse(value, withTime)}
      onChange={(chosen) => onChange(chosen ? chosen.toString().slice(0, withTime ? 16 : 10) : '')}
      isInvalid={Boolean(error)}
    >
      <Label className="label">{label}</Label>
      <Group className="control date-group" data-invalid={error ? true : undefined}>
        <DateInput className="segments-input">{(segment) => <DateSegment segment={segment} />}</DateInput>
        <Button className="quiet" aria-label={words.calendar}>
          <CalendarIcon />
        </Button>
      </Group>
      {note && (
        <Text slot={error ? 'errorMessage' : 'description'} className={error ? 'error' : 'hint'}>
          {note}
        </Text>
      )}
      <CalendarPopover />
    </DatePicker>
  )
}

function parse(value: string, withTime: boolean) {
  if (value === '') return null
  return withTime ? parseDateTime(value) : parseDate(value)
}

function CalendarIcon() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="2" y="3.5" width="14" height="12" rx="2" />
      <path d="M2 7.5h14M6 1.5v4M12 1.5v4" />
    </svg>
  )
}
