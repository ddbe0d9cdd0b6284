import { z } from 'zod'
import type { ActivityRecordFilter } from '../../database/visible-records.ts'
import { RequestError } from '../../errors.ts'
import { uuid } from '../../resolvers/id.ts'
import { readMoment } from '../../schema/date-time.ts'
import type { Separator } from './csv.ts'

const MOMENT = 'must be a moment with an offset, such as 2026-03-01T09:30:00Z'

const moment = z.string().transform((text, context) => {
  try {
    return readMoment(text)
  } catch {
    context.addIssue(MOMENT)
    return z.NEVER
  }
})

const parameters = z.strictObject({
  ids: z.array(uuid).max(200, 'must name at most 200 records').optional(),
  peerMentorUserId: uuid.optional(),
  activityTypeId: uuid.optional(),
  chapterId: uuid.optional(),
  bulkSubmissionId: uuid.optional(),
  recordedFrom: moment.optional(),
  recordedTo: moment.optional(),
  includeVoided: z
    .enum(['true', 'false'], 'must be true or false')
    .transform((text) => text === 'true')
    .optional(),
  separator: z.enum(['comma', 'semicolon'], 'must be comma or semicolon').default('comma'),
})

/**
 * Reads the parameters of an export: the fields of ActivityRecordFilter (`ids` may be repeated), and `separator`. An
 * unknown parameter is refused, because an export with a misspelt filter would contain everything.
 *
 * @throws RequestError BAD_USER_INPUT, whose message names every wrong parameter
 */
export function readParameters(query: URLSearchParams): {
  filter: ActivityRecordFilter
  separator: Separator
} {
  const given: Record<string, unknown> = {}
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name)
    given[name] = name === 'ids' ? values : values.length === 1 ? values[0] : values
  }
  const parsed = parameters.safeParse(given)
  if (!parsed.success) throw new RequestError('BAD_USER_INPUT', parsed.error.issues.map(messageOf).join('; '))
  const { separator, ...filter } = parsed.data
  return { filter, separator }
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `There is no parameter ${issue.keys.slice(0, 5).join(', ')}`
  const repeated = issue.code === 'invalid_type' && issue.path[0] !== 'ids'
  return `${issue.path.join('.')}: ${repeated ? 'must be given once' : issue.message}`
}
