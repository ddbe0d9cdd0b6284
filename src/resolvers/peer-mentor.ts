import { z } from 'zod'
import type { Prisma, Profile } from '../database/generated/client.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import { type Keyset, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

export interface PeerMentorArgs extends PageArgs {
  chapterId?: string | null | undefined
  search?: string | null | undefined
}

/** The peer mentor, or null where there is none that the viewer may see. */
export async function readPeerMentor(context: Context, given: string): Promise<Profile | null> {
  const id = readId(given)
  return (id && (await context.loaders.peerMentor.load(id))) || null
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
export function listPeerMentors(context: Context, args: PeerMentorArgs): Page<Profile> {
  const where: Prisma.ProfileWhereInput = {
    memberships: { some: { role: 'peer_mentor', ...(args.chapterId ? { chapterId: args.chapterId } : {}) } },
    ...(args.search ? { displayName: { contains: literally(args.search), mode: 'insensitive' } } : {}),
  }
  const after = readCursor(args.after, byName)
  const behind: Prisma.ProfileWhereInput = after
    ? { OR: [{ displayName: { gt: after[0] } }, { displayName: after[0], userId: { gt: after[1] } }] }
    : {}
  return pageOf(args, byName, {
    read: (limit) =>
      context.asViewer((tx) =>
        tx.profile.findMany({
          where: { AND: [where, behind] },
          orderBy: [{ displayName: 'asc' }, { userId: 'asc' }],
          take: limit,
        }),
      ),
    count: () => context.asViewer((tx) => tx.profile.count({ where })),
  })
}

/** Prisma hands the text to ILIKE as it is, where % and _ stand for anything. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
