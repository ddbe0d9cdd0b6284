import './date-time.ts'
import './error.ts'
import './viewer.ts'
import './activity-type.ts'
import './peer-mentor.ts'
import './activity-record.ts'
import './activity-registration.ts'
import './audit-entry.ts'
import './bulk-submission.ts'
import './submit-bulk-registration.ts'
import './bulk-progress.ts'
import { builder } from './builder.ts'

export const schema = builder.toSchema()
