import { type DocumentNode, print } from 'graphql'
import { demoId } from '../../../src/demo-data.ts'
import { freshRows } from '../../support/bulk-registration.ts'
import { BulkRegister, Register } from '../../support/operations/activity-registration.ts'
import * as submissions from '../../support/operations/bulk-submission.ts'
import * as reads from '../../support/operations/reads.ts'
import { freshTemplate, mentorsOf } from '../../support/submission.ts'

/** An operation as clients send it. */
export interface Operation {
  query: string
  variables: Record<string, unknown>
  operationName?: string
}

/**
 * One valid call of everything that the API can do.
 *
 * @param id a submission of the coordinator of Oslo, finished, so that following it comes to an end
 */
export function operationsOn(id: string): Operation[] {
  const operation = (document: DocumentNode, variables: Record<string, unknown> = {}) => ({
    query: print(document),
    variables,
  })
  const mentorIds = mentorsOf('oslo.example', 2)
  const filter = { ids: [id], peerMentorUserId: mentorIds[0], recordedFrom: '2024-01-01T00:00:00Z' }
  return [
    operation(reads.ViewerAccount),
    operation(reads.ActivityTypes),
    operation(reads.PeerMentors, { chapterId: demoId('Oslo'), search: 'a', first: 3, after: null }),
    operation(reads.ActivityRecords, { filter, first: 3, after: null }),
    operation(reads.AuditLog, { first: 3 }),
    operation(submissions.OneSubmission, { id }),
    operation(submissions.Submissions, { first: 3, after: null }),
    operation(submissions.Outcomes, { id, status: 'FAILURE', first: 3, after: null }),
    operation(Register, { input: freshRows(1)[0] }),
    operation(BulkRegister, { input: { activities: freshRows(3), idempotencyKey: 'a key', dryRun: true } }),
    operation(BulkRegister, { input: { activities: freshRows(3) } }),
    operation(submissions.Submit, {
      input: { mentorIds, template: freshTemplate(), idempotencyKey: 'a key' },
    }),
    operation(submissions.Retry, { input: { submissionId: id, mentorIds, template: freshTemplate() } }),
    operation(submissions.Cancel, { id }),
    operation(submissions.Progress, { id, after: 0 }),
  ]
}
