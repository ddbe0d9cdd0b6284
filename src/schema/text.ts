import { z } from 'zod'

// What clients may write into arguments. The database can hold neither NUL nor half a surrogate pair.

export const searchText = z
  .string()
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

export const idempotencyKey = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

/** Lines and tabs are fine in it, other control characters are not. */
export const voidReason = z
  .string()
  .regex(/\S/u, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'must not contain control characters')

// By their names alone: what else PostgreSQL takes for a time zone (EST5EDT, +02) it reads in ways that surprise people.
export const timeZone = z
  .string()
  .regex(/^(?:UTC|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+){1,2})$/, 'must be an IANA name, such as Europe/Oslo')
  .max(64, 'must be an IANA name, such as Europe/Oslo')
