import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { GraphQLDateTime } from 'graphql-scalars'
import { builder } from './builder.ts'

// What both JavaScript and RFC 3339 can spell, whatever the offset.
const FIRST = Date.parse('0001-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

// As far as it needs to be told from a text that is no moment at all.
const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/i

/**
 * The moment that a text spells. RFC 3339 lets a space stand for the T, as PostgreSQL writes it.
 *
 * @throws GraphQLError where it spells none
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
      'A moment in time, as RFC 3339 spells it, with an offset: `2026-03-01T09:30:00Z` or `2026-03-01T10:30:00+01:00`. Kept to the millisecond, answered in UTC.',
    parseValue: (value) =>
      typeof value === 'string' ? readMoment(value) : GraphQLDateTime.parseValue(value),
    parseLiteral: (node, variables) =>
      node.kind === Kind.STRING ? readMoment(node.value) : GraphQLDateTime.parseLiteral(node, variables),
  }),
)
