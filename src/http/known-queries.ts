import type { DocumentNode } from 'graphql'

// Parsed, a text takes up to 130 times its length.
const MAX_CHARACTERS = 256 * 1024

/**
 * What Yoga keeps of the queries that it has seen, so as not to parse and validate them anew: the latest of them, as
 * many as are short enough together. By itself it would keep a thousand of any length, of nobody too, and as many broken
 * ones.
 */
export function knownQueries() {
  const documents = new Map<string, DocumentNode>()
  let characters = 0
  const forget = (query: string) => {
    if (documents.delete(query)) characters -= query.length
  }
  const remember = (query: string, document: DocumentNode) => {
    forget(query)
    documents.set(query, document)
    characters += query.length
    for (const oldest of documents.keys()) {
      if (characters <= MAX_CHARACTERS) return
      forget(oldest)
    }
  }
  return {
    documentCache: {
      get(query: string) {
        const document = documents.get(query)
        if (document) remember(query, document) // as the latest
        return document
      },
      set: remember,
    },
    errorCache: { get: () => undefined, set: () => {} },
  }
}
