import type { Chapter, ChapterRole, Profile } from '../database/generated/client.ts'
import type { Context } from './context.ts'

/** A chapter that a user belongs to, and their role there. */
export interface Membership {
  chapter: Chapter
  role: ChapterRole
}

/** The logged-in user, as the `viewer` field shows them. */
export type ViewerAccount = Pick<Profile, 'userId' | 'displayName'> & { memberships: Membership[] }

/** The logged-in user and their chapters, by name. A user without a profile has an empty name and no chapters yet. */
export function readViewer(context: Context): Promise<ViewerAccount> {
  const { userId } = context.viewer
  return context.asViewer(async (tx) => {
    const profile = await tx.profile.findUnique({ where: { userId } })
    const memberships = await tx.chapterMember.findMany({
      where: { userId },
      include: { chapter: true },
      orderBy: [{ chapter: { name: 'asc' } }, { role: 'asc' }],
    })
    return { userId, displayName: profile?.displayName ?? '', memberships }
  })
}
