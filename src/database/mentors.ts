import type { Transaction } from './transaction.ts'

/** Which peer mentors are wanted. */
export interface MentorFilter {
  /** Only those of this chapter; null for any. */
  chapterId: string | null
  /**
   * Only those whose names contain each of its words. Case, diacritics and spellings such as ø, o and oe make no
   * difference. Null for any.
   */
  search: string | null
}

/** A peer mentor, as lists show them. */
export interface ListedMentor {
  userId: string
  displayName: string
}

/**
 * A page of the peer mentors whom the transaction's user may see, by display name and id.
 *
 * @param page.after the name and id of the last mentor of the page before; null for the first page
 * @param page.limit how many mentors at most
 */
export function listMentors(
  tx: Transaction,
  page: { filter: MentorFilter; after: readonly [name: string, id: string] | null; limit: number },
): Promise<ListedMentor[]> {
  const { filter, limit } = page
  const [name, id] = page.after ?? [null, null]
  return tx.$queryRaw<ListedMentor[]>`
    SELECT user_id AS "userId", display_name AS "displayName"
    FROM rollcall.list_mentors(${filter.chapterId}::uuid, ${filter.search}::text, ${name}::text, ${id}::uuid, ${limit}::integer)`
}

/** How many peer mentors listMentors would list on all pages together. */
export async function countMentors(tx: Transaction, { chapterId, search }: MentorFilter): Promise<number> {
  const [row] = await tx.$queryRaw<[{ mentors: number }]>`
    SELECT rollcall.count_mentors(${chapterId}::uuid, ${search}::text) AS mentors`
  return row.mentors
}

/**
 * Those of these users who are peer mentors now, or were when an activity of theirs was registered, and whom the
 * transaction's user may see.
 */
export function findPeerMentors(tx: Transaction, userIds: readonly string[]): Promise<ListedMentor[]> {
  return tx.$queryRaw<ListedMentor[]>`
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
