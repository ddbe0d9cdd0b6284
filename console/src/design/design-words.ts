import { translated } from '../language/translated.ts'

export const designWords = translated(
  {
    loading: 'Loading …',
    tryAgain: 'Try again',
    close: 'Close',
    more: 'Show more',
    required: 'This is missing.',
    calendar: 'Choose a day',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    noChoice: 'Nobody of that name',
    clear: 'Clear',
  },
  {
    loading: 'Henter …',
    tryAgain: 'Prøv igjen',
    close: 'Lukk',
    more: 'Vis flere',
    required: 'Dette mangler.',
    calendar: 'Velg en dag',
    previousMonth: 'Forrige måned',
    nextMonth: 'Neste måned',
    noChoice: 'Ingen med det navnet',
    clear: 'Tøm',
  },
)
