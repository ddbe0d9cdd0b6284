import { demoId } from '../../src/demo-data.ts'
import { freshRow } from '../support/bulk-registration.ts'
import { rowOf } from '../support/supabase-client.ts'
import type { Things } from './secrets.ts'

/** One question to the server, at one of its endpoints. */
export type Question =
  | { query: string; variables: Record<string, unknown> }
  | { rows: object[]; headers?: Record<string, string> }

const ERROR = '... on Error { code message }'
const ISSUES = `${ERROR} ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }`
const SUBMITTED = `__typename ${ERROR} ... on InvalidTemplateError { issues { index field code message } }`
const page = (rows: string) =>
  `totalCount edges { node { ${rows} } } pageInfo { hasNextPage hasPreviousPage endCursor }`
const read = (variable: string, type: string, field: string) => (value: unknown) => ({
  query: `query ($${variable}: ${type}) { ${field} }`,
  variables: { [variable]: value },
})
const single = (input: object) => ({
  query: `mutation ($input: ActivityInput!) { registerActivity(input: $input) { __typename ${ISSUES} } }`,
  variables: { input },
})
const batch = (activities: object[], extra: object = {}) => ({
  query: `mutation ($input: BulkRegisterActivitiesInput!) { bulkRegisterActivities(input: $input) {
    __typename ${ISSUES} ... on BulkRegisterActivitiesSuccess { activityIds replayed dryRun } } }`,
  variables: { input: { activities, dryRun: true, ...extra } },
})
const retry = (input: object) => ({
  query: `mutation ($input: RetryFailedMentorsInput!) { retryFailedMentors(input: $input) { ${SUBMITTED} } }`,
  variables: { input },
})

const good = freshRow()
const bad = { activityTypeId: demoId('no type'), recordedAt: good.recordedAt, durationMinutes: 0 }
const rowFor = ({ mentor, recordedAt }: Things) => ({ ...good, peerMentorUserId: mentor, recordedAt })
const records = read('filter', 'ActivityRecordFilter', `activityRecords(filter: $filter) { ${page('id')} }`)
const submissionFields = 'id state total outcomes { totalCount } retries { id } template { recordedAt }'

/** Everything that may be asked about rows which the caller may not see, without changing anything of their own. */
export const QUESTIONS: Record<string, (things: Things) => Question> = {
  'a record by its id': ({ record }) => records({ ids: [record] }),
  'the records of a mentor': ({ mentor }) => records({ peerMentorUserId: mentor }),
  'the records at a time': ({ recordedAt }) => records({ recordedFrom: recordedAt }),
  'the records after one': ({ recordCursor }) =>
    read('after', 'String', `activityRecords(after: $after) { ${page('id')} }`)(recordCursor),
  'the mentors of a chapter': ({ chapter }) =>
    read('chapterId', 'ID', `peerMentors(chapterId: $chapterId) { ${page('id')} }`)(chapter),
  'the mentors of a name': ({ search }) =>
    read('search', 'String', `peerMentors(search: $search) { ${page('id')} }`)(search),
  'the mentors after one': ({ mentorCursor }) =>
    read('after', 'String', `peerMentors(after: $after) { ${page('id')} }`)(mentorCursor),
  'a submission': ({ submission }) =>
    read('id', 'ID!', `bulkSubmission(id: $id) { ${submissionFields} }`)(submission),
  'the cancelling of a submission': ({ submission }) => ({
    query: `mutation ($id: ID!) { cancelBulkSubmission(submissionId: $id) { ${submissionFields} } }`,
    variables: { id: submission },
  }),
  'the progress of a submission': ({ submission }) => ({
    query: 'subscription ($id: ID!) { bulkProgress(submissionId: $id, after: 1) { sequence state total } }',
    variables: { id: submission },
  }),
  'a retry': ({ submission }) => retry({ submissionId: submission }),
  'a retry of a mentor': ({ submission, mentor }) => retry({ submissionId: submission, mentorIds: [mentor] }),
  'a retry with a bad template': ({ submission }) => retry({ submissionId: submission, template: bad }),
  'a retry with a key': ({ submission, idempotencyKey }) =>
    retry({ submissionId: submission, idempotencyKey }),
  'a submission with a bad template': ({ mentor, idempotencyKey }) => ({
    query: `mutation ($input: BulkSubmissionInput!) { submitBulkRegistration(input: $input) { ${SUBMITTED} } }`,
    variables: { input: { mentorIds: [mentor], template: bad, idempotencyKey } },
  }),
  'an activity of a mentor': (things) => single(rowFor(things)),
  'an activity of a mentor, with mistakes': (things) => single({ ...rowFor(things), ...bad }),
  'an activity of a coordinator': ({ coordinator }) => single({ ...good, peerMentorUserId: coordinator }),
  'an activity in a coordinator’s name': ({ coordinator }) =>
    single({ ...good, recordedByUserId: coordinator }),
  'a batch': (things) => batch([good, rowFor(things), good]),
  'a batch of the same twice': (things) => batch([rowFor(things), rowFor(things)]),
  'a batch with mistakes': (things) =>
    batch([{ ...rowFor(things), ...bad, recordedByUserId: things.coordinator }]),
  'a batch with a key': ({ idempotencyKey }) => batch([good], { idempotencyKey }),
  'a batch with a key, of the rows that it stands for': (things) =>
    batch([rowFor(things)], { idempotencyKey: things.idempotencyKey }),
  'a call': (things) => ({ rows: [good, rowFor(things), good].map(rowOf) }),
  'a call in a coordinator’s name': (things) => ({
    rows: [{ ...rowOf(rowFor(things)), recorded_by_user_id: things.coordinator }],
  }),
  'a call with a key': ({ idempotencyKey }) => ({
    rows: [rowOf(good)],
    headers: { 'idempotency-key': idempotencyKey, prefer: 'tx=rollback' },
  }),
}
