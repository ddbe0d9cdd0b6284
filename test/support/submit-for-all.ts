import type { GraphQLClient } from 'graphql-request'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import { eventually } from './eventually.ts'

/** The coordinator of the largest demo chapter. */
export const COORDINATOR = 'coordinator@tromso.example'
/** The ids of all 500 mentors of that chapter. */
export const MENTORS = Array.from({ length: 500 }, (_, index) => demoId(`mentor${index + 1}@tromso.example`))

const SubmitForTromso = graphql(`
  mutation SubmitForTromso($input: BulkSubmissionInput!) {
    submitBulkRegistration(input: $input) {
      __typename
      ... on BulkSubmission { id }
      ... on Error { code message }
    }
  }
`)

const SubmissionNow = graphql(`
  query SubmissionNow($id: ID!) {
    bulkSubmission(id: $id) { state completed total }
  }
`)

const FIRST_MINUTE = Date.UTC(2026, 0, 1)
let minutes = 0

/** A time that no other submission of this test file has. */
export function nextTime(): string {
  return new Date(FIRST_MINUTE + minutes++ * 60_000).toISOString()
}

/**
 * Submits one activity for all 500 mentors, or for `mentorIds`, at a time that no other submission has unless
 * `recordedAt` is given. Returns the submission's id.
 */
export async function submitForAll(
  client: GraphQLClient,
  {
    mentorIds = MENTORS,
    idempotencyKey = crypto.randomUUID(),
    recordedAt = nextTime(),
  }: Partial<{ mentorIds: string[]; idempotencyKey: string; recordedAt: string }> = {},
): Promise<string> {
  const template = { activityTypeId: demoId('Phone call'), recordedAt, durationMinutes: 30 }
  const { submitBulkRegistration: answer } = await client.request(SubmitForTromso, {
    input: { mentorIds, template, idempotencyKey },
  })
  if (answer.__typename !== 'BulkSubmission') throw new Error(JSON.stringify(answer))
  return answer.id
}

const LatestAuditEntries = graphql(`
  query LatestAuditEntries {
    auditLog(first: 10) { edges { node { submissionId } } }
  }
`)

/** Whether a submission is among the latest entries of the audit log. */
export async function isAudited(client: GraphQLClient, id: string): Promise<boolean> {
  const { auditLog } = await client.request(LatestAuditEntries)
  return auditLog.edges.some(({ node }) => node.submissionId === id)
}

/** Waits until a submission is in the audit log. */
export async function audited(client: GraphQLClient, id: string): Promise<void> {
  await eventually('an audit entry', () => isAudited(client, id))
}

/** Reads how many mentors of a submission are settled, and whether it has finished. */
export async function progressOf(
  client: GraphQLClient,
  id: string,
): Promise<{ finished: boolean; completed: number }> {
  const { bulkSubmission } = await client.request(SubmissionNow, { id })
  if (!bulkSubmission) throw new Error(`there is no submission ${id}`)
  return { finished: bulkSubmission.state === 'FINISHED', completed: bulkSubmission.completed }
}
