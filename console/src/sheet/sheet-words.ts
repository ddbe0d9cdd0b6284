import { translated } from '../language/translated.ts'
import type { CellMistake } from './check-row.ts'
import type { Column } from './sheet-row.ts'

interface SheetWords {
  title: string
  purpose: string
  columns: Record<Column, string>
  row: string
  cell: (column: string, row: number) => string
  file: string
  removeRow: (row: number) => string
  clear: string
  clearQuestion: string
  keep: string
  check: string
  checking: string
  register: (count: string, n: number) => string
  registering: string
  ready: (count: string, n: number) => string
  bad: (count: string, n: number) => string
  done: (count: string, n: number) => string
  again: (count: string) => string
  notSure: string
  empty: string
  whichOne: string
  mistakes: Record<Exclude<CellMistake, 'REQUIRED' | 'SKIPPED'>, string>
}

export const sheetWords = translated<SheetWords>(
  {
    title: 'Register a sheet',
    purpose:
      'Up to 200 different activities: type them, paste them from a spreadsheet, or read them from a CSV file. All are registered, or none.',
    columns: { mentor: 'Peer mentor', type: 'Type', day: 'Day', time: 'Time', minutes: 'Minutes' },
    row: 'Row',
    cell: (column, row) => `${column}, row ${row}`,
    file: 'Read a CSV file',
    removeRow: (row) => `Remove row ${row}`,
    clear: 'Clear the sheet',
    clearQuestion: 'Clear the whole sheet? What was typed is gone then.',
    keep: 'Keep it',
    check: 'Check',
    checking: 'Checking …',
    register: (count, n) => (n === 1 ? 'Register 1 activity' : `Register ${count} activities`),
    registering: 'Sending …',
    ready: (count, n) => (n === 1 ? 'The row is in order.' : `All ${count} rows are in order.`),
    bad: (count, n) =>
      n === 1
        ? 'Nothing is registered: 1 row needs a correction.'
        : `Nothing is registered: ${count} rows need corrections.`,
    done: (count, n) => (n === 1 ? '1 activity is registered.' : `${count} activities are registered.`),
    again: (count) => `It had arrived before: ${count} activities are registered, once.`,
    notSure:
      'We don’t know whether it arrived. Send it again: the same thing sent twice is registered only once.',
    empty: 'The sheet is empty. Type or paste something first.',
    whichOne: 'Several have this name. Which one?',
    mistakes: {
      UNKNOWN_NAME: 'Nobody in this chapter has this name.',
      AMBIGUOUS_NAME: 'Several have this name. Choose one.',
      UNKNOWN_TYPE: 'There is no such type.',
      NO_DAY: 'Write a day such as 1.3.2026.',
      NO_TIME: 'Write a time such as 14:30.',
      NO_MINUTES: 'Write whole minutes, such as 45.',
      TWICE:
        'The clock shows this time twice that night. Write 02:30 A for the first, 02:30 B for the second.',
    },
  },
  {
    title: 'Registrer et ark',
    purpose:
      'Inntil 200 ulike aktiviteter: skriv dem, lim dem inn fra et regneark, eller les dem fra en CSV-fil. Alle blir registrert, eller ingen.',
    columns: { mentor: 'Likeperson', type: 'Type', day: 'Dag', time: 'Klokkeslett', minutes: 'Minutter' },
    row: 'Rad',
    cell: (column, row) => `${column}, rad ${row}`,
    file: 'Les en CSV-fil',
    removeRow: (row) => `Fjern rad ${row}`,
    clear: 'Tøm arket',
    clearQuestion: 'Tømme hele arket? Det som er skrevet, blir borte.',
    keep: 'Behold',
    check: 'Kontroller',
    checking: 'Kontrollerer …',
    register: (count, n) => (n === 1 ? 'Registrer 1 aktivitet' : `Registrer ${count} aktiviteter`),
    registering: 'Sender …',
    ready: (count, n) => (n === 1 ? 'Raden er i orden.' : `Alle ${count} radene er i orden.`),
    bad: (count, n) =>
      n === 1
        ? 'Ingenting er registrert: 1 rad må rettes.'
        : `Ingenting er registrert: ${count} rader må rettes.`,
    done: (count, n) => (n === 1 ? '1 aktivitet er registrert.' : `${count} aktiviteter er registrert.`),
    again: (count) => `Det hadde kommet fram før: ${count} aktiviteter er registrert, én gang.`,
    notSure:
      'Vi vet ikke om det kom fram. Send på nytt: det samme sendt to ganger blir registrert bare én gang.',
    empty: 'Arket er tomt. Skriv eller lim inn noe først.',
    whichOne: 'Flere heter dette. Hvem er det?',
    mistakes: {
      UNKNOWN_NAME: 'Ingen i dette laget heter dette.',
      AMBIGUOUS_NAME: 'Flere heter dette. Velg en.',
      UNKNOWN_TYPE: 'Det finnes ingen slik type.',
      NO_DAY: 'Skriv en dag som 1.3.2026.',
      NO_TIME: 'Skriv et klokkeslett som 14.30.',
      NO_MINUTES: 'Skriv hele minutter, som 45.',
      TWICE: 'Klokka viser dette to ganger den natten. Skriv 02.30 A for den første, 02.30 B for den andre.',
    },
  },
)
