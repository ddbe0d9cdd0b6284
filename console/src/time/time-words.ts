import { translated } from '../language/translated.ts'

export const timeWords = translated(
  {
    skipped:
      'This time does not exist: the clock jumps over this hour when daylight saving begins that night. Choose another time.',
    twice: 'The clock shows this time twice that night. Which one was it?',
    first: 'The first (daylight saving time)',
    second: 'The second (normal time)',
    zone: (timeZone: string) => `Time zone ${timeZone}`,
  },
  {
    skipped:
      'Dette klokkeslettet finnes ikke: klokka hopper over denne timen når sommertiden begynner den natten. Velg et annet klokkeslett.',
    twice: 'Klokka viser dette to ganger den natten. Hvilken var det?',
    first: 'Den første (sommertid)',
    second: 'Den andre (normaltid)',
    zone: (timeZone: string) => `Tidssone ${timeZone}`,
  },
)
