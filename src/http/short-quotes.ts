import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

const LONGEST_MESSAGE = 500

/** Shortens the message of an error of GraphQL itself: it quotes what was sent, however long that is. */
export function shortenQuotes(error: GraphQLError): void {
  if (error.message.length > LONGEST_MESSAGE)
    error.message = `${error.message.slice(0, LONGEST_MESSAGE - 1)}…`
}

/** Does so for what validation finds wrong, which over HTTP is answered without being masked. */
export const shortQuotes: Plugin = {
  onValidate:
    () =>
    ({ result }) => {
      for (const mistake of result) shortenQuotes(mistake)
    },
}
