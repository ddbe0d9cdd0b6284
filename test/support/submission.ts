import type { GraphQLClient } from 'graphql-request'
import { vi } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import type {
  BulkSubmissionInput,
  MentorSubmissionStatus,
  OutcomesQuery,
  ProxyActivityTemplateInput,
  RegisteredActivitiesQuery,
  RetryFailedMentorsInput,
  RetryMutation,
  SubmissionAuditsQuery,
  SubmissionFragment,
  SubmitMutation,
} from '../generated/graphql.ts'
import { everyPage } from './every-page.ts'
import {
  OneSubmission,
  Outcomes,
  RegisteredActivities,
  Retry,
  SubmissionAudits,
  Submit,
} from './operations/bulk-submission.ts'

/** A submission as these tests read it. */
export type Submission = SubmissionFragment
/** One outcome of a submission. */
export type Outcome = NonNullable<OutcomesQuery['bulkSubmission']>['outcomes']['edges'][number]['node']
/** A result of submitBulkRegistration. */
export type SubmitResult = SubmitMutation['submitBulkRegistration']
/** A result of retryFailedMentors. */
export type RetryResult = RetryMutation['retryFailedMentors']

const FIRST_MINUTE = Date.UTC(2024, 0, 1)
let minutes = 0

/** The activity of a submission, at a time that no other submission of this test file has. */
export function freshTemplate(changes: Partial<ProxyActivityTemplateInput> = {}): ProxyActivityTemplateInput {
  return {
    activityTypeId: demoId('Phone call'),
    recordedAt: new Date(FIRST_MINUTE + minutes++ * 60_000).toISOString(),
    durationMinutes: 30,
    ...changes,
  }
}

/** The ids of the first mentors of a demo chapter. */
export function mentorsOf(domain: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => demoId(`mentor${index + 1}@${domain}`))
}

/** Calls submitBulkRegistration and returns its result, a submission or a failure. */
export async function submit(
  client: GraphQLClient,
  mentorIds: string[],
  { template = freshTemplate(), ...rest }: Partial<BulkSubmissionInput> = {},
): Promise<SubmitResult> {
  return (await client.request(Submit, { input: { mentorIds, template, ...rest } })).submitBulkRegistration
}

/** Calls retryFailedMentors and returns its result, a submission or a failure. */
export async function retry(
  client: GraphQLClient,
  submissionId: string,
  rest: Omit<RetryFailedMentorsInput, 'submissionId'> = {},
): Promise<RetryResult> {
  return (await client.request(Retry, { input: { submissionId, ...rest } })).retryFailedMentors
}

/** Narrows the result to an accepted submission; fails the test where it is a failure. */
export function accepted(result: SubmitResult | RetryResult): Submission {
  if (result.__typename !== 'BulkSubmission') throw new Error(JSON.stringify(result))
  return result
}

/** Reads a submission; fails the test where the client can't see it. */
export async function submissionNow(client: GraphQLClient, id: string): Promise<Submission> {
  const { bulkSubmission } = await client.request(OneSubmission, { id })
  if (!bulkSubmission) throw new Error(`submission ${id} can't be seen`)
  return bulkSubmission
}

/** Waits until a submission has finished and is in the audit log. */
export async function finished(client: GraphQLClient, { id }: { id: string }): Promise<Submission> {
  return vi.waitFor(
    async () => {
      const submission = await submissionNow(client, id)
      if (submission.state !== 'FINISHED') throw new Error(`still ${submission.state}`)
      if ((await auditsOf(client, id)).length === 0) throw new Error('not audited yet')
      return submission
    },
    { timeout: 60_000, interval: 120 },
  )
}

/** Submits, and waits until the submission has finished and is in the audit log. */
export async function submitToTheEnd(
  client: GraphQLClient,
  mentorIds: string[],
  input: Partial<BulkSubmissionInput> = {},
): Promise<Submission> {
  return finished(client, accepted(await submit(client, mentorIds, input)))
}

/** Reads all outcomes of a submission, or those with a status. */
export async function outcomesOf(
  client: GraphQLClient,
  id: string,
  status?: MentorSubmissionStatus,
): Promise<Outcome[]> {
  const pages = await everyPage(async (after) => {
    const { bulkSubmission } = await client.request(Outcomes, { id, status, first: 200, after })
    if (!bulkSubmission) throw new Error(`submission ${id} can't be seen`)
    return bulkSubmission.outcomes
  })
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node))
}

type Activity = RegisteredActivitiesQuery['activityRecords']['edges'][number]['node']

/** Reads all activities at the time of a template that the client can see, whoever registered them. */
export async function activitiesAt(
  client: GraphQLClient,
  { recordedAt }: { recordedAt: string },
): Promise<Activity[]> {
  const filter = {
    recordedFrom: recordedAt,
    recordedTo: new Date(Date.parse(recordedAt) + 1).toISOString(),
  }
  const pages = await everyPage(
    async (after) =>
      (await client.request(RegisteredActivities, { filter, first: 200, after })).activityRecords,
  )
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node))
}

type Audit = SubmissionAuditsQuery['auditLog']['edges'][number]['node']

/** Reads the audit entries of a submission, from the latest 100 that the client can see. */
export async function auditsOf(client: GraphQLClient, id: string): Promise<Audit[]> {
  const { auditLog } = await client.request(SubmissionAudits, { first: 100 })
  return auditLog.edges.map(({ node }) => node).filter(({ submissionId }) => submissionId === id)
}
