import { z } from 'zod'

/**
 * An id as rows have it. Any bits will do, as they do for the database: identity providers and people write ids that
 * RFC 9562 has no version for.
 */
export const uuid = z.guid({ error: 'must be a UUID' }).toLowerCase()

/** Reads the id of one thing that is asked for: undefined where it is malformed, for then there is no such thing. */
export function readId(given: string): string | undefined {
  return uuid.safeParse(given).data
}
