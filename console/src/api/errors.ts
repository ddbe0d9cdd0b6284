import { translated } from '../language/translated.ts'
import { NETWORK } from './error-code.ts'

/** A sentence for each code of the API: what is wrong, and what to do about it. */
export const errorSentences = translated(
  {
    // Of a request as a whole
    [NETWORK]: 'The server can’t be reached. Check your connection and try again.',
    UNAUTHENTICATED: 'Your login has ended. Log in again.',
    FORBIDDEN: 'You may not do this.',
    NOT_FOUND: 'This does not exist, or you may not see it.',
    BAD_USER_INPUT: 'The server did not understand what was asked for. Check what you entered.',
    RATE_LIMITED: 'That was too much at once. Wait a minute and try again.',
    SERVICE_UNAVAILABLE: 'The server is busy at the moment. Try again shortly.',
    INTERNAL_SERVER_ERROR:
      'Something went wrong on the server. Try again; if it stays so, tell whoever runs it.',
    // Of a result
    ACTIVITIES_REJECTED: 'Nothing was saved, because some of it can’t be registered.',
    BATCH_TOO_LARGE: 'That is more than 200 rows. Divide them into several sheets.',
    PERMISSION_DENIED: 'You are not a coordinator of this chapter (any more).',
    IDEMPOTENCY_KEY_REUSED:
      'This was sent before with other details. Look into History before you send it again.',
    EMPTY_SELECTION: 'Nobody is selected. Select at least one mentor.',
    SELECTION_TOO_LARGE: 'Too many mentors are selected at once. Register them in several parts.',
    DUPLICATE_MENTORS: 'Somebody is selected more than once.',
    INVALID_TEMPLATE: 'The activity can’t be registered like this. Correct the marked fields.',
    NOTHING_TO_RETRY: 'There is nobody left to try again.',
    SUBMISSION_NOT_FINISHED: 'It is still running. Stop it, or wait until it has finished.',
    // Of one row or one mentor
    REQUIRED: 'This is missing.',
    INVALID_VALUE: 'This value can’t be used.',
    PEER_MENTOR_NOT_FOUND: 'There is no such peer mentor, or you may not see them.',
    ACTIVITY_TYPE_NOT_FOUND: 'There is no such type of activity any more.',
    RECORDED_BY_NOT_ALLOWED: 'You can register in your own name only.',
    MENTOR_NOT_IN_YOUR_CHAPTERS: 'Is not a peer mentor of this chapter.',
    DUPLICATE_IN_BATCH: 'The same activity stands in the sheet twice.',
    DUPLICATE_ACTIVITY: 'Has this activity at this time already.',
    CHAPTER_NOT_FOUND: 'There is no such chapter, or it is not yours.',
    PERIOD_CLOSED: 'The books of this period are closed. Ask an administrator if it has to change.',
    ACTIVITY_NOT_FOUND: 'There is no such activity, or you may not see it.',
    VOID_NOT_ALLOWED: 'You may see this activity, but not take it back.',
    CANCELLED: 'Was stopped before it came to this mentor.',
    TEMPORARILY_UNAVAILABLE: 'Could not be saved at the moment. Try again.',
    INTERNAL_ERROR: 'Something unexpected went wrong. Tell whoever runs the server.',
  },
  {
    [NETWORK]: 'Vi får ikke kontakt med serveren. Sjekk nettforbindelsen og prøv igjen.',
    UNAUTHENTICATED: 'Innloggingen er utløpt. Logg inn på nytt.',
    FORBIDDEN: 'Du har ikke lov til dette.',
    NOT_FOUND: 'Dette finnes ikke, eller du har ikke innsyn i det.',
    BAD_USER_INPUT: 'Serveren forsto ikke forespørselen. Kontroller det du har fylt inn.',
    RATE_LIMITED: 'Det ble for mye på en gang. Vent et minutt og prøv igjen.',
    SERVICE_UNAVAILABLE: 'Serveren er opptatt akkurat nå. Prøv igjen om litt.',
    INTERNAL_SERVER_ERROR:
      'Noe gikk galt på serveren. Prøv igjen, og si fra til den som drifter den hvis det vedvarer.',
    ACTIVITIES_REJECTED: 'Ingenting er lagret, fordi noe av det ikke kan registreres.',
    BATCH_TOO_LARGE: 'Det er mer enn 200 rader. Del dem opp i flere ark.',
    PERMISSION_DENIED: 'Du er ikke (lenger) koordinator for dette laget.',
    IDEMPOTENCY_KEY_REUSED:
      'Dette er sendt før med andre opplysninger. Se i Historikk før du sender på nytt.',
    EMPTY_SELECTION: 'Ingen er valgt. Velg minst én likeperson.',
    SELECTION_TOO_LARGE: 'For mange er valgt på en gang. Registrer dem i flere omganger.',
    DUPLICATE_MENTORS: 'Noen er valgt mer enn én gang.',
    INVALID_TEMPLATE: 'Aktiviteten kan ikke registreres slik. Rett feltene som er merket.',
    NOTHING_TO_RETRY: 'Det er ingen igjen å prøve på nytt.',
    SUBMISSION_NOT_FINISHED: 'Den pågår fortsatt. Stopp den, eller vent til den er ferdig.',
    REQUIRED: 'Dette mangler.',
    INVALID_VALUE: 'Denne verdien kan ikke brukes.',
    PEER_MENTOR_NOT_FOUND: 'Det finnes ingen slik likeperson, eller du har ikke innsyn.',
    ACTIVITY_TYPE_NOT_FOUND: 'Aktivitetstypen finnes ikke lenger.',
    RECORDED_BY_NOT_ALLOWED: 'Du kan bare registrere i ditt eget navn.',
    MENTOR_NOT_IN_YOUR_CHAPTERS: 'Er ikke likeperson i dette laget.',
    DUPLICATE_IN_BATCH: 'Den samme aktiviteten står to ganger i arket.',
    DUPLICATE_ACTIVITY: 'Har allerede denne aktiviteten på dette tidspunktet.',
    CHAPTER_NOT_FOUND: 'Det finnes ikke noe slikt lag, eller det er ikke ditt.',
    PERIOD_CLOSED: 'Perioden er avsluttet. Spør en administrator hvis den må endres.',
    ACTIVITY_NOT_FOUND: 'Det finnes ingen slik aktivitet, eller du har ikke innsyn.',
    VOID_NOT_ALLOWED: 'Du kan se denne aktiviteten, men ikke trekke den tilbake.',
    CANCELLED: 'Ble stoppet før turen kom til denne likepersonen.',
    TEMPORARILY_UNAVAILABLE: 'Kunne ikke lagres akkurat nå. Prøv igjen.',
    INTERNAL_ERROR: 'Noe uventet gikk galt. Si fra til den som drifter serveren.',
  },
)

/** Details that go with a code on one field. */
export const fieldSentences = translated<Record<string, string>>(
  {
    durationMinutes: 'Enter whole minutes, from 1 to 1440.',
    recordedAt: 'Enter a day from 1900 on, at most one day ahead.',
  },
  {
    durationMinutes: 'Skriv hele minutter, fra 1 til 1440.',
    recordedAt: 'Skriv en dag fra 1900 og framover, høyst én dag fram i tid.',
  },
)
