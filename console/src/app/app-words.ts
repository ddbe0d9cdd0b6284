import { translated } from '../language/translated.ts'

export const appWords = translated(
  {
    navigation: 'Screens',
    register: 'Register for many',
    own: 'Register my own',
    sheet: 'Register a sheet',
    activities: 'Activities',
    statistics: 'Statistics',
    history: 'History',
    logOut: 'Log out',
    skip: 'Skip to the content',
    notFound: 'This page does not exist',
    notFoundHint: 'The address may be old. Choose one of the screens above.',
    noChapter: 'You belong to no chapter yet',
    noChapterHint: 'Ask an administrator to add you to your chapter as a coordinator or a peer mentor.',
  },
  {
    navigation: 'Skjermbilder',
    register: 'Registrer for mange',
    own: 'Registrer mine egne',
    sheet: 'Registrer et ark',
    activities: 'Aktiviteter',
    statistics: 'Statistikk',
    history: 'Historikk',
    logOut: 'Logg ut',
    skip: 'Hopp til innholdet',
    notFound: 'Denne siden finnes ikke',
    notFoundHint: 'Adressen kan være gammel. Velg et av skjermbildene over.',
    noChapter: 'Du tilhører ikke noe lag ennå',
    noChapterHint: 'Be en administrator legge deg til i laget ditt som koordinator eller likeperson.',
  },
)
