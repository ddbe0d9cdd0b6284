import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { GraphQLDateTime } from 'graphql-scalars'
import { builder } from './builder.ts'

// RFC 3339 has four digits for the year, and PostgreSQL has no year 0.
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

// A date and time without an offset: for this common mistake the error says what is missing.
const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/i

/**
 * Parses an RFC 3339 timestamp. A space is allowed in place of the T, as RFC 3339 (5.6) permits and PostgreSQL writes
 * it.
 *
 * @throws GraphQLError where the text is no such timestamp, has no offset, or lies outside the years 1 to 9999 in UTC
 */
export function readMoment(text: string): Date {
  const moment = parse(text.replace(/^(.{10}) /, '$1T'))
  if (moment.getTime() < FIRST || moment.getTime() > LAST) {
    throw new GraphQLError('DateTime must lie between the years 1 and 9999 in UTC.')
  }
  return moment
}

function parse(text: string): Date {
  try {
    return GraphQLDateTime.parseValue(text)
  } catch {
    throw new GraphQLError(
      WITHOUT_OFFSET.test(text)
        ? 'DateTime needs its offset from UTC, such as 2026-03-01T09:30:00Z or 2026-03-01T10:30:00+01:00.'
        : 'DateTime must be a moment with its offset from UTC, such as 2026-03-01T09:30:00Z.',
    )
  }
}

builder.addScalarType(
  'DateTime',
  new GraphQLScalarType<Date, Date>({
    ...GraphQLDateTime.toConfig(),
    name: 'DateTime',
    description:
      'A moment in time as an RFC 3339 timestamp with an offset from UTC: `2026-03-01T09:30:00Z` or `2026-03-01T10:30:00+01:00`. It is stored to the millisecond and returned in UTC.',
    parseValue: (value) =>
      typeof value === 'string' ? readMoment(value) : GraphQLDateTime.parseValue(value),
    parseLiteral: (node, variables) =>
      node.kind === Kind.STRING ? readMoment(node.value) : GraphQLDateTime.parseLiteral(node, variables),
  }),
)
