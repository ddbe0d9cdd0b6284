import type { Chapter, ChapterRole, Profile } from '../database/generated/client.ts'
import type { Context } from './context.ts'

export interface Membership {
  chapter: Chapter
  role: ChapterRole
}

export type ViewerAccount = Pick<Profile, 'userId' | 'displayName'> & { memberships: Membership[] }

/** Who is logged in, and in which chapters. A user without a profile is in no chapter yet. */
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
