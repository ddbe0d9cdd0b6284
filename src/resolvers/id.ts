import { z } from 'zod'

/**
 * A UUID, turned into lower case, as the database returns it. Like the database it takes any version: identity
 * providers and people make ids that are of no version of RFC 9562.
 */
export const uuid = z.guid({ error: 'must be a UUID' }).toLowerCase()

/** Reads an id that a client gave: undefined where it is malformed, which callers treat as the id of nothing. */
export function readId(given: string): string | undefined {
  return uuid.safeParse(given).data
}
