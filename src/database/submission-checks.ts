import { InvalidTemplateError, PermissionDeniedError } from '../errors.ts'
import { jsonbText, rowIssues } from './activities.ts'
import type { Transaction } from './transaction.ts'

/** @throws PermissionDeniedError where whoever the transaction acts for coordinates no chapter */
export async function assertCoordinator(transaction: Transaction): Promise<void> {
  const [row] = await transaction.$queryRaw<
    { allowed: boolean }[]
  >`SELECT rollcall.is_coordinator() AS allowed`
  if (!row?.allowed) throw new PermissionDeniedError('Only a coordinator may register activities in bulk.')
}

/** @throws InvalidTemplateError where the activity could not be registered for anybody */
export async function assertTemplate(
  transaction: Transaction,
  template: { activityTypeId: string; recordedAt: Date; durationMinutes: number },
): Promise<void> {
  const payload = {
    activity_type_id: template.activityTypeId,
    recorded_at: template.recordedAt.toISOString(),
    duration_minutes: template.durationMinutes,
  }
  const [row] = await transaction.$queryRaw<{ issues: unknown }[]>`
    SELECT rollcall.template_issues(${jsonbText(payload)}::jsonb) AS issues`
  if (row?.issues) throw new InvalidTemplateError(rowIssues.parse(row.issues))
}
