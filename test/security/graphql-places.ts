import { demoId } from '../../src/demo-data.ts'
import { freshRow } from '../support/bulk-registration.ts'
import { freshTemplate } from '../support/submission.ts'
import type { Place } from './place.ts'

type Operation = { query: string; variables: object }
type Build = (text: string) => Operation

const NOBODY = '00000000-0000-4000-8000-000000000000'
const MENTOR = demoId('mentor1@oslo.example')
const MOMENT = '2025-01-01T00:00:00.000Z'
const NO_SEARCH = /[\p{Cc}\p{Cs}]|.{201}/su
const NO_NAME = /[\0\p{Cs}]|.{201}/su
// Lines and tabs are fine in a reason.
const NO_REASON = /(?![\n\r\t])[\p{Cc}\p{Cs}]|^\s*$|.{501}/su
const NO_KEY = /[\p{Cc}\p{Cs}]|^$|.{256}/su

const ISSUES = 'issues { index field code message }'
const REGISTERED = `__typename ... on ActivitiesRejectedError { ${ISSUES} }`
const SUBMITTED = `__typename ... on InvalidTemplateError { ${ISSUES} } ... on Error { code message }`
const VOIDED = `__typename ... on ActivitiesRejectedError { ${ISSUES} } ... on Error { code message }`
const change = (name: string, type: string, fields: string, input: object): Operation => ({
  query: `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
  variables: { input },
})
const batch = (input: object) =>
  change('bulkRegisterActivities', 'BulkRegisterActivitiesInput', REGISTERED, { dryRun: true, ...input })
const single = (input: object) => change('registerActivity', 'ActivityInput', REGISTERED, input)
const submit = (input: object) =>
  change('submitBulkRegistration', 'BulkSubmissionInput', SUBMITTED, { mentorIds: [MENTOR], ...input })
const retry = (input: object) => change('retryFailedMentors', 'RetryFailedMentorsInput', SUBMITTED, input)
const read = (kind: string, name: string, argument: string, value: unknown, fields: string): Operation => ({
  query: `${kind} ($value: ${typeOf(argument)}) { ${name}(${argument}: $value) { ${fields} } }`,
  variables: { value },
})
const typeOf = (argument: string) =>
  ({ filter: 'ActivityRecordFilter', search: 'String', after: 'String', chapterId: 'ID' })[argument] ?? 'ID!'
const list = (name: string, argument: string, value: unknown) =>
  read('query', name, argument, value, 'totalCount')
const cursorOf = (...place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')

/**
 * Every place of the schema where a text goes on towards the database.
 *
 * @param finished a submission of the caller's whose mentors have all failed
 */
export function graphqlPlaces(finished: string): Place<Operation>[] {
  const places: Place<Operation>[] = []
  const mistake = (place: string, named: string, build: Build) =>
    places.push({ place, fate: 'mistake', named, build })
  const row = (place: string, named: string, build: Build) =>
    places.push({ place, fate: 'row', named, build })
  const nothing = (place: string, build: Build) => places.push({ place, fate: 'nothing', named: '', build })
  const text = (place: string, named: string, refused: RegExp, build: Build) =>
    places.push({ place, fate: 'text', named, refused, build })

  text('Query.peerMentors.search', 'search', NO_SEARCH, (value) => list('peerMentors', 'search', value))
  mistake('Query.peerMentors.chapterId', 'chapterId', (value) => list('peerMentors', 'chapterId', value))
  for (const name of ['peerMentors', 'activityRecords', 'bulkSubmissions', 'auditLog']) {
    const place = `Query.${name}.after`
    const after = (...key: unknown[]) => list(name, 'after', cursorOf(name, ...key))
    mistake(place, 'after', (value) => list(name, 'after', value))
    mistake(`${place}, the id in it`, 'after', (value) => after(MOMENT, value))
    if (name === 'peerMentors')
      text(`${place}, the name in it`, 'after', NO_NAME, (value) => after(value, NOBODY))
    else mistake(`${place}, the time in it`, 'after', (value) => after(value, NOBODY))
  }
  const outcomes = (after: string) => ({
    query:
      'query ($id: ID!, $after: String) { bulkSubmission(id: $id) { outcomes(after: $after) { totalCount } } }',
    variables: { id: finished, after },
  })
  mistake('BulkSubmission.outcomes.after', 'after', outcomes)
  mistake('BulkSubmission.outcomes.after, the sequence in it', 'after', (value) =>
    outcomes(cursorOf('outcomes', value)),
  )

  const filtered = (filter: object) => list('activityRecords', 'filter', filter)
  mistake('ActivityRecordFilter.ids', 'filter.ids.1', (id) => filtered({ ids: [NOBODY, id] }))
  for (const field of ['peerMentorUserId', 'activityTypeId', 'chapterId', 'bulkSubmissionId'])
    mistake(`ActivityRecordFilter.${field}`, `filter.${field}`, (id) => filtered({ [field]: id }))
  for (const field of ['recordedFrom', 'recordedTo'])
    mistake(`ActivityRecordFilter.${field}`, field, (moment) => filtered({ [field]: moment }))

  for (const name of ['bulkSubmission', 'activityRecord', 'peerMentor', 'node'])
    nothing(`Query.${name}.id`, (id) => read('query', name, 'id', id, 'id'))
  nothing('Mutation.cancelBulkSubmission.submissionId', (id) =>
    read('mutation', 'cancelBulkSubmission', 'submissionId', id, 'id'),
  )
  nothing('Subscription.bulkProgress.submissionId', (id) =>
    read('subscription', 'bulkProgress', 'submissionId', id, 'sequence'),
  )

  for (const field of ['peerMentorUserId', 'activityTypeId', 'recordedByUserId', 'chapterId']) {
    row(`ActivityInput.${field}`, field, (id) => single(freshRow({ [field]: id })))
    row(`ActivityInput.${field}, in a batch`, field, (id) =>
      batch({ activities: [freshRow({ [field]: id })] }),
    )
  }
  mistake('ActivityInput.recordedAt', 'input.recordedAt', (recordedAt) => single(freshRow({ recordedAt })))
  mistake('ActivityInput.recordedAt, in a batch', 'input.activities[0].recordedAt', (recordedAt) =>
    batch({ activities: [freshRow({ recordedAt })] }),
  )
  text('BulkRegisterActivitiesInput.idempotencyKey', 'input.idempotencyKey', NO_KEY, (idempotencyKey) =>
    batch({ activities: [freshRow()], idempotencyKey }),
  )

  const bad = freshTemplate({ durationMinutes: 0 })
  const retried = (input: object) => retry({ submissionId: finished, ...input })
  mistake('BulkSubmissionInput.mentorIds', 'input.mentorIds.1', (id) =>
    submit({ mentorIds: [MENTOR, id], template: bad }),
  )
  mistake('RetryFailedMentorsInput.mentorIds', 'input.mentorIds.1', (id) =>
    retried({ mentorIds: [MENTOR, id] }),
  )
  row('BulkSubmissionInput.chapterId', 'chapterId', (chapterId) =>
    submit({ template: freshTemplate(), chapterId }),
  )
  const template = freshTemplate()
  for (const list of ['problems', 'sameDay']) {
    const previewed = (after: string) => ({
      query: `query ($input: BulkSubmissionInput!, $after: String) {
        previewBulkRegistration(input: $input) { ... on BulkRegistrationPreview { ${list}(after: $after) { totalCount } } }
      }`,
      variables: { input: { mentorIds: [MENTOR], template }, after },
    })
    const place = `BulkRegistrationPreview.${list}.after`
    mistake(place, 'after', previewed)
    mistake(`${place}, the position in it`, 'after', (value) => previewed(cursorOf(list, value)))
  }
  mistake('Query.activityStatistics.timeZone', 'timeZone', (timeZone) => ({
    query:
      'query ($timeZone: String) { activityStatistics(groupBy: [DAY], timeZone: $timeZone) { activities } }',
    variables: { timeZone },
  }))
  const voiding = (input: object) => change('voidActivities', 'VoidActivitiesInput', VOIDED, input)
  row('VoidActivitiesInput.activityIds', '', (id) => voiding({ activityIds: [id], reason: 'r' }))
  nothing('VoidActivitiesInput.bulkSubmissionId', (id) => voiding({ bulkSubmissionId: id, reason: 'r' }))
  text('VoidActivitiesInput.reason', 'input.reason', NO_REASON, (reason) =>
    voiding({ activityIds: [], reason }),
  )
  nothing('RetryFailedMentorsInput.submissionId', (submissionId) => retry({ submissionId }))
  for (const [input, send] of [
    ['BulkSubmissionInput', submit],
    ['RetryFailedMentorsInput', retried],
  ] as const) {
    text(`${input}.idempotencyKey`, 'input.idempotencyKey', NO_KEY, (idempotencyKey) =>
      send({ template: bad, idempotencyKey }),
    )
    row(`ProxyActivityTemplateInput.activityTypeId, in a ${input}`, 'activityTypeId', (activityTypeId) =>
      send({ template: freshTemplate({ activityTypeId }) }),
    )
    mistake(
      `ProxyActivityTemplateInput.recordedAt, in a ${input}`,
      'input.template.recordedAt',
      (recordedAt) => send({ template: freshTemplate({ recordedAt }) }),
    )
  }
  return places
}
