import { z } from 'zod'
import { countMentors, type ListedMentor, listMentors } from '../database/mentors.ts'
import type { Context } from './context.ts'
import { readId } from './id.ts'
import { type Keyset, type Page, type PageArgs, pageOf, readCursor } from './page.ts'

/** The arguments of a list of peer mentors. */
export interface PeerMentorArgs extends PageArgs {
  chapterId?: string | null | undefined
  /** Words that the names contain. */
  search?: string | null | undefined
}

/** The peer mentor, or null where there is none that the viewer may see. */
export async function readPeerMentor(context: Context, given: string): Promise<ListedMentor | null> {
  const id = readId(given)
  return (id && (await context.loaders.peerMentor.load(id))) || null
}

const byName: Keyset<ListedMentor, readonly [name: string, id: string]> = {
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

/** A page of the peer mentors whom the viewer may see, by display name. */
export function pageOfPeerMentors(context: Context, args: PeerMentorArgs): Page<ListedMentor> {
  const filter = { chapterId: args.chapterId ?? null, search: args.search ?? null }
  const after = readCursor(args.after, byName) ?? null
  return pageOf(args, byName, {
    read: (limit) => context.asViewer((tx) => listMentors(tx, { filter, after, limit })),
    count: () => context.asViewer((tx) => countMentors(tx, filter)),
  })
}
