import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

// A parsed query takes up to 130 times the memory of its text (measured).
const MAX_CHARACTERS = 256 * 1024

/**
 * Makes the cache of parsed and validated queries for Yoga, limited by the total length of their texts. Yoga's default
 * keeps 1,024 queries of any length, and as many invalid ones, also of callers who are not logged in, so that anybody
 * could fill the memory.
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
