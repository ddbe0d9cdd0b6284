import { translated } from '../language/translated.ts'

export const registerWords = translated(
  {
    title: 'Register for many',
    chapter: 'Chapter',
    activity: 'The activity',
    sameForAll: 'The same for everybody who is selected.',
    selected: (count: string, n: number) => (n === 1 ? '1 mentor selected' : `${count} mentors selected`),
    check: 'Check',
    checking: 'Checking …',
    checked: 'Before you register',
    register: (count: string, n: number) =>
      n === 1 ? 'Register 1 activity' : `Register ${count} activities`,
    registering: 'Sending …',
    allWouldSucceed: (count: string, n: number) =>
      n === 1 ? 'The activity can be registered.' : `All ${count} can be registered.`,
    someWouldFail: (good: string, bad: string, n: number) =>
      n === 1 ? `${good} can be registered, 1 can’t.` : `${good} can be registered, ${bad} can’t.`,
    mentors: (count: string, n: number) => (n === 1 ? '1 mentor' : `${count} mentors`),
    sameDay: (count: string, n: number) =>
      n === 1
        ? '1 mentor has an activity of this type on that day already. It may be another one, or the same.'
        : `${count} mentors have an activity of this type on that day already. It may be another one, or the same.`,
    showNames: 'Show who',
    andOthers: (count: string) => `and ${count} others`,
    leaveOut: (count: string, n: number) => (n === 1 ? 'Leave this one out' : `Leave these ${count} out`),
    notSure:
      'We don’t know whether it arrived. Send it again: the same thing sent twice is registered only once.',
    ownTitle: 'Register my own',
    ownRegister: 'Register',
    ownDone: 'It is registered. You find it under Activities.',
  },
  {
    title: 'Registrer for mange',
    chapter: 'Lag',
    activity: 'Aktiviteten',
    sameForAll: 'Den samme for alle som er valgt.',
    selected: (count: string, n: number) => (n === 1 ? '1 likeperson valgt' : `${count} likepersoner valgt`),
    check: 'Kontroller',
    checking: 'Kontrollerer …',
    checked: 'Før du registrerer',
    register: (count: string, n: number) =>
      n === 1 ? 'Registrer 1 aktivitet' : `Registrer ${count} aktiviteter`,
    registering: 'Sender …',
    allWouldSucceed: (count: string, n: number) =>
      n === 1 ? 'Aktiviteten kan registreres.' : `Alle ${count} kan registreres.`,
    someWouldFail: (good: string, bad: string) => `${good} kan registreres, ${bad} kan ikke.`,
    mentors: (count: string, n: number) => (n === 1 ? '1 likeperson' : `${count} likepersoner`),
    sameDay: (count: string, n: number) =>
      n === 1
        ? '1 likeperson har allerede en aktivitet av denne typen den dagen. Det kan være en annen, eller den samme.'
        : `${count} likepersoner har allerede en aktivitet av denne typen den dagen. Det kan være en annen, eller den samme.`,
    showNames: 'Vis hvem',
    andOthers: (count: string) => `og ${count} til`,
    leaveOut: (count: string, n: number) => (n === 1 ? 'Utelat denne' : `Utelat disse ${count}`),
    notSure:
      'Vi vet ikke om det kom fram. Send på nytt: det samme sendt to ganger blir registrert bare én gang.',
    ownTitle: 'Registrer mine egne',
    ownRegister: 'Registrer',
    ownDone: 'Den er registrert. Du finner den under Aktiviteter.',
  },
)
