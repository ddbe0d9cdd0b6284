import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

const LONGEST_MESSAGE = 500
const LONGEST_PART = 200
// Where in a variable it was, which GraphQL says between what was sent and what is wrong with it.
const PLACE = / at "[\w.[\]]{1,90}"; /

/**
 * Shortens the message of an error of GraphQL itself: it quotes what was sent, however long that is. What stays is where
 * that was, and how each of the parts around begins and ends.
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

/** Does so for what validation finds wrong, which over HTTP is answered without being masked. */
export const limitMessageLength: Plugin = {
  onValidate:
    () =>
    ({ result }) => {
      for (const mistake of result) truncateMessage(mistake)
    },
}
