import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'

/**
 * Which of the rules for every submission, at every moment, what is committed just now breaks.
 *
 * @param others activities at the time of its template that are not its own
 */
export async function brokenRules(
  { administer }: AppBesideAdministrator,
  submissionId: string,
  others: number,
): Promise<unknown[]> {
  const broken = await administer(`
    WITH submission AS (
      SELECT * FROM public.bulk_submissions WHERE id = '${submissionId}'
    ),
    outcome AS (
      SELECT * FROM public.bulk_submission_outcomes WHERE submission_id = '${submissionId}'
    ),
    selected AS (
      SELECT * FROM public.bulk_submission_mentors WHERE submission_id = '${submissionId}'
    ),
    activity AS (
      SELECT record.* FROM public.activity_records AS record JOIN submission USING (activity_type_id, recorded_at)
    )
    SELECT rule FROM (
      SELECT 'sequences run from 1 on without a gap' AS rule,
        min(sequence) <> 1 OR max(sequence) <> count(*) OR count(DISTINCT sequence) <> count(*) AS broken
      FROM outcome
      UNION ALL
      SELECT 'the counts are those of the outcomes',
        succeeded <> (SELECT count(activity_id) FROM outcome) OR failed <> (SELECT count(error_code) FROM outcome)
      FROM submission
      UNION ALL
      SELECT 'each update counts the successes so far',
        bool_or(succeeded_so_far <> (SELECT count(activity_id) FROM outcome AS earlier WHERE earlier.sequence <= outcome.sequence))
      FROM outcome
      UNION ALL
      SELECT 'each mentor is settled, or their turn is still to come',
        total <> (SELECT count(*) FROM (SELECT mentor_id FROM selected UNION SELECT mentor_id FROM outcome) AS either)
          OR total <> (SELECT count(*) FROM selected) + (SELECT count(*) FROM outcome)
      FROM submission
      UNION ALL
      SELECT 'each activity belongs to one outcome, and is linked',
        bool_or(activity.id IS NULL OR outcome.mentor_id IS NULL
          OR activity.bulk_submission_id IS DISTINCT FROM '${submissionId}'
          OR activity.peer_mentor_user_id <> outcome.mentor_id)
        OR (SELECT count(*) FROM activity) <> count(activity.id) + ${others}
      FROM (SELECT * FROM activity WHERE bulk_submission_id IS NOT NULL) AS activity
        FULL JOIN (SELECT * FROM outcome WHERE activity_id IS NOT NULL) AS outcome ON activity.id = outcome.activity_id
      UNION ALL
      SELECT 'it has finished when all are settled, and not before',
        (finished_at IS NOT NULL) <> (total = (SELECT count(*) FROM outcome))
      FROM submission
      UNION ALL
      SELECT 'it is audited once at most, and not before it has finished',
        (SELECT count(*) FROM public.proxy_audit_log WHERE submission_id = '${submissionId}')
          > CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END
      FROM submission
    ) AS checked WHERE broken`)
  return broken.map(({ rule }) => rule)
}
