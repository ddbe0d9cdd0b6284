import type { Transaction } from './transaction.ts'

/** Which peer mentors are wanted. */
export interface MentorFilter {
  /** Only those of this chapter; null for any. */
  chapterId: string | null
  /** Only those whose names have all of its words somewhere in them, however they are spelt; null for any. */
  search: string | null
}

/** A peer mentor as a list by name has them. */
export interface ListedMentor {
  userId: string
  displayName: string
}

/**
 * The peer mentors whom whoever the transaction acts for may see, by display name.
 *
 * @param after only those behind this place in the order of names and ids; null from the beginning
 */
export function listMentors(
  tx: Transaction,
  {
    filter,
    after,
    limit,
  }: { filter: MentorFilter; after: readonly [name: string, id: string] | null; limit: number },
): Promise<ListedMentor[]> {
  const [name, id] = after ?? [null, null]
  return tx.$queryRaw<ListedMentor[]>`
    SELECT user_id AS "userId", display_name AS "displayName"
    FROM rollcall.list_mentors(${filter.chapterId}::uuid, ${filter.search}::text, ${name}::text, ${id}::uuid, ${limit}::integer)`
}

/** How many peer mentors there are in all that listMentors would list. */
export async function countMentors(tx: Transaction, { chapterId, search }: MentorFilter): Promise<number> {
  const [row] = await tx.$queryRaw<[{ mentors: number }]>`
    SELECT rollcall.count_mentors(${chapterId}::uuid, ${search}::text) AS mentors`
  return row.mentors
}

/**
 * The people among these who are peer mentors, or were when an activity was registered, as far as the transaction's
 * rights reach.
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
