import { z } from 'zod'
import type { Prisma, Profile } from '../database/generated/client.ts'
import type { Context } from './context.ts'
import { type Keyset, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

export interface PeerMentorArgs extends PageArgs {
  chapterId?: string | null | undefined
  search?: string | null | undefined
}

const byName: Keyset<Profile, readonly [name: string, id: string]> = {
  list: 'peerMentors',
  keyOf: ({ displayName, userId }) => [displayName, userId],
  key: z.tuple([
    z
      .string()
      .max(200)
      .regex(/^[^\0\p{Cs}]*$/u),
    z.guid(),
  ]),
}

/** The peer mentors whom the viewer may see, by display name. */
export async function listPeerMentors(context: Context, args: PeerMentorArgs): Promise<Page<Profile>> {
  const where: Prisma.ProfileWhereInput = {
    memberships: { some: { role: 'peer_mentor', ...(args.chapterId ? { chapterId: args.chapterId } : {}) } },
    ...(args.search ? { displayName: { contains: literally(args.search), mode: 'insensitive' } } : {}),
  }
  const after = readCursor(args.after, byName)
  const behind: Prisma.ProfileWhereInput = after
    ? { OR: [{ displayName: { gt: after[0] } }, { displayName: after[0], userId: { gt: after[1] } }] }
    : {}
  const rows = await context.asViewer((tx) =>
    tx.profile.findMany({
      where: { AND: [where, behind] },
      orderBy: [{ displayName: 'asc' }, { userId: 'asc' }],
      take: args.first + 1,
    }),
  )
  return pageOf(rows, args, byName, () => context.asViewer((tx) => tx.profile.count({ where })))
}

/** Prisma hands the text to ILIKE as it is, where % and _ stand for anything. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
