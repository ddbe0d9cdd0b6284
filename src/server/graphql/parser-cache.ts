import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

// Parsed, a text takes up to 130 times its length.
const MAX_CHARACTERS = 256 * 1024

/**
 * What Yoga keeps of the queries that it has seen, so as not to parse and validate them anew: the latest of them, as
 * many as are short enough together. By itself it would keep a thousand of any length, of nobody too, and as many broken
 * ones.
 */
export function parserCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      maxSize: MAX_CHARACTERS,
      sizeCalculation: (_, query) => query.length,
    }),
    errorCache: { get: () => undefined, set: () => {} },
  }
}
