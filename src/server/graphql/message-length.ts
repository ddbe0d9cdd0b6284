import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

const LONGEST_MESSAGE = 500
const LONGEST_PART = 200
// In GraphQL's message about a variable, the place of the mistake stands between the value and the explanation.
const PLACE = / at "[\w.[\]]{1,90}"; /

/**
 * Shortens the message of an error that GraphQL itself raised, in place, because it may quote the client's input at any
 * length. The place of the mistake is kept whole; of the text before and after it, the beginning and the end are kept.
 */
export function truncateMessage(error: GraphQLError): void {
  const { message } = error
  if (message.length <= LONGEST_MESSAGE) return
  const place = PLACE.exec(message)
  error.message = place
    ? shortened(message.slice(0, place.index), LONGEST_PART) +
      place[0] +
      shortened(message.slice(place.index + place[0].length), LONGEST_PART)
    : shortened(message, LONGEST_MESSAGE)
}

function shortened(text: string, longest: number): string {
  const half = longest / 2
  return text.length <= longest ? text : `${text.slice(0, half)}…${text.slice(1 - half)}`
}

/** Shortens the messages of validation errors, which Yoga answers over HTTP without masking them. */
export const limitMessageLength: Plugin = {
  onValidate:
    () =>
    ({ result }) => {
      for (const mistake of result) truncateMessage(mistake)
    },
}
