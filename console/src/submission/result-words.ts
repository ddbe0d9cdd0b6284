import { translated } from '../language/translated.ts'

export const resultWords = translated(
  {
    title: 'Result',
    all: (count: string, n: number) =>
      n === 1 ? 'The activity is registered.' : `All ${count} activities are registered.`,
    some: (good: string, total: string) => `${good} of ${total} are registered.`,
    none: (n: number): string => (n === 1 ? 'It was not registered.' : 'Nobody was registered.'),
    stopped: 'It was stopped.',
    takenBack: (count: string, n: number) =>
      n === 1
        ? 'The activity was registered, and taken back. It counts no more.'
        : `${count} activities were registered, and taken back. They count no more.`,
    failures: 'Not registered',
    mayWork: 'May succeed when it is tried again',
    andOthers: (count: string) => `and ${count} others`,
    showNames: 'Show who',
    retry: (count: string, n: number) => (n === 1 ? 'Try 1 again' : `Try ${count} again`),
    retrying: 'Sending …',
    cancel: 'Back',
    correct: 'Try again with corrected details',
    correctMeaning: 'For all that were not registered and that other details may help.',
    csv: 'Save the outcomes as CSV',
    savingCsv: 'Saving …',
    takeBack: 'Take all of it back',
    takeBackQuestion: (count: string, n: number) =>
      n === 1 ? 'Take back 1 activity?' : `Take back ${count} activities?`,
    again: 'Fill in the form again with these mentors',
    columns: ['No.', 'Peer mentor', 'Outcome', 'Reason', 'Activity', 'Settled'],
    registered: 'registered',
    notRegistered: 'not registered',
  },
  {
    title: 'Resultat',
    all: (count: string, n: number) =>
      n === 1 ? 'Aktiviteten er registrert.' : `Alle ${count} aktivitetene er registrert.`,
    some: (good: string, total: string) => `${good} av ${total} er registrert.`,
    none: (n: number): string => (n === 1 ? 'Den ble ikke registrert.' : 'Ingen ble registrert.'),
    stopped: 'Den ble stoppet.',
    takenBack: (count: string, n: number) =>
      n === 1
        ? 'Aktiviteten ble registrert, og er trukket tilbake. Den teller ikke lenger.'
        : `${count} aktiviteter ble registrert, og er trukket tilbake. De teller ikke lenger.`,
    failures: 'Ikke registrert',
    mayWork: 'Kan lykkes ved et nytt forsøk',
    andOthers: (count: string) => `og ${count} til`,
    showNames: 'Vis hvem',
    retry: (count: string, n: number) => (n === 1 ? 'Prøv 1 på nytt' : `Prøv ${count} på nytt`),
    retrying: 'Sender …',
    cancel: 'Tilbake',
    correct: 'Prøv på nytt med rettede opplysninger',
    correctMeaning: 'For alle som ikke ble registrert, og som andre opplysninger kan hjelpe.',
    csv: 'Lagre utfallene som CSV',
    savingCsv: 'Lagrer …',
    takeBack: 'Trekk alt tilbake',
    takeBackQuestion: (count: string, n: number) =>
      n === 1 ? 'Trekke tilbake 1 aktivitet?' : `Trekke tilbake ${count} aktiviteter?`,
    again: 'Fyll ut skjemaet igjen med disse likepersonene',
    columns: ['Nr.', 'Likeperson', 'Utfall', 'Årsak', 'Aktivitet', 'Avgjort'],
    registered: 'registrert',
    notRegistered: 'ikke registrert',
  },
)
