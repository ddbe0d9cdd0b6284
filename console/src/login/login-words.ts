import { translated } from '../language/translated.ts'

export const loginWords = translated(
  {
    title: 'Log in',
    purpose: 'For coordinators and peer mentors who register activities.',
    logIn: 'Log in with your organisation’s account',
    demoUsers: 'Try it as one of these',
    demoPurpose: 'The people and chapters of the demo are made up.',
    noDemoUsers:
      'The demo users are offered only on the computer that Rollcall runs on. Open the console there.',
    noWayIn: 'No way to log in is set up here. Whoever runs the server sets CONSOLE_OIDC_ISSUER.',
    loggedOut: 'You are logged out.',
    expired: 'Your login has ended. Log in again, and you go on where you were.',
    failed: 'The login did not succeed. Try again.',
    language: 'Language',
  },
  {
    title: 'Logg inn',
    purpose: 'For koordinatorer og likepersoner som registrerer aktiviteter.',
    logIn: 'Logg inn med kontoen din i organisasjonen',
    demoUsers: 'Prøv som en av disse',
    demoPurpose: 'Personene og lagene i demoen er oppdiktet.',
    noDemoUsers: 'Demobrukerne tilbys bare på maskinen som Rollcall kjører på. Åpne konsollen der.',
    noWayIn: 'Ingen innlogging er satt opp her. Den som drifter serveren, setter CONSOLE_OIDC_ISSUER.',
    loggedOut: 'Du er logget ut.',
    expired: 'Innloggingen er utløpt. Logg inn igjen, så fortsetter du der du var.',
    failed: 'Innloggingen lyktes ikke. Prøv igjen.',
    language: 'Språk',
  },
)
