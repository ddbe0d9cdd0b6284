import type { SubmissionQuery } from '../generated/graphql.ts'

/** A submission as its page shows it. */
export type SubmissionDetails = NonNullable<SubmissionQuery['bulkSubmission']>
