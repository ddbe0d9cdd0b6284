// Importing these files adds their types and fields to the builder.
import './date-time.ts'
import './error.ts'
import './node.ts'
import './viewer.ts'
import './activity-type.ts'
import './peer-mentor.ts'
import './activity-record.ts'
import './activity-registration.ts'
import './audit-entry.ts'
import './statistics.ts'
import './bulk-submission.ts'
import './submit-bulk-registration.ts'
import './preview-bulk-registration.ts'
import './voiding.ts'
import './bulk-progress.ts'
import { builder } from './builder.ts'

/** The GraphQL schema, complete with resolvers. */
export const schema = builder.toSchema()
