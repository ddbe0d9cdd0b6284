import type { Profile } from './generated/client.ts'
import type { Transaction } from './transaction.ts'

/**
 * The people among these who are peer mentors, or were when an activity was registered, as far as the transaction's
 * rights reach.
 */
export function findPeerMentors(tx: Transaction, userIds: readonly string[]): Promise<Profile[]> {
  return tx.$queryRaw<Profile[]>`
    SELECT user_id AS "userId", display_name AS "displayName"
    FROM public.profiles
    WHERE user_id = ANY (${userIds}::uuid[])
      AND (
        EXISTS (
          SELECT FROM public.chapter_members AS member
          WHERE member.user_id = profiles.user_id AND member.role = 'peer_mentor'
        )
        OR EXISTS (SELECT FROM public.activity_records WHERE peer_mentor_user_id = profiles.user_id)
      )`
}
