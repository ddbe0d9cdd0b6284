import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Dialog,
  Heading,
  Popover,
} from 'react-aria-components'
import { useWords } from '../language/language.tsx'
import { designWords } from './design-words.ts'

/** The calendar that a date field opens. */
export function CalendarPopover() {
  const words = useWords(designWords)
  return (
    <Popover className="popover">
      <Dialog>
        <Calendar firstDayOfWeek="mon">
          <header>
            <Button slot="previous" className="quiet" aria-label={words.previousMonth}>
              ‹
            </Button>
            <Heading />
            <Button slot="next" className="quiet" aria-label={words.nextMonth}>
              ›
            </Button>
          </header>
          <CalendarGrid>
            <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
            <CalendarGridBody>
              {(date) => <CalendarCell date={date} className="calendar-day" />}
            </CalendarGridBody>
          </CalendarGrid>
        </Calendar>
      </Dialog>
    </Popover>
  )
}
