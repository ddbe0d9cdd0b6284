import type { ListedMentor } from '../database/mentors.ts'
import { uuid } from '../resolvers/id.ts'
import { pageOfPeerMentors, readPeerMentor } from '../resolvers/peer-mentor.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'
import { searchText } from './text.ts'

export const PeerMentor = builder.objectRef<ListedMentor>('PeerMentor').implement({
  interfaces: [Node],
  description: 'Somebody who supports others as a peer, with visits, calls and meetings.',
  fields: (t) => ({
    id: t.exposeID('userId', { description: 'Their user id: the `peerMentorUserId` of an activity.' }),
    displayName: t.exposeString('displayName', { description: 'The name that others see.' }),
    chapters: t.field({
      type: [Chapter],
      description: 'The chapters in which they are a peer mentor, among those that you may see.',
      resolve: ({ userId }, _, { loaders }) => loaders.mentorChapters.load(userId),
    }),
  }),
})

// Who registers for a whole chapter reads all of it, and a chapter may have thousands of mentors.
const MAX_MENTORS_IN_A_PAGE = 1_000

const PeerMentorConnection = connectionOf(PeerMentor, 'PeerMentor', 'peer mentors')

builder.queryFields((t) => ({
  peerMentors: t.field({
    type: PeerMentorConnection,
    complexity: pageCost,
    description:
      'The peer mentors that you may see, by display name: those of the chapters that you coordinate, and yourself if you are one.',
    args: {
      chapterId: t.arg.id({ description: 'Only those of this chapter.', validate: uuid }),
      search: t.arg.string({
        description:
          'Only those whose names contain all of these words, or parts of words, in any order. Capitals and diacritics make no difference: `kjaer sø` and `soren` both find Søren Kjær.',
        validate: searchText,
      }),
      ...pageArgs(MAX_MENTORS_IN_A_PAGE),
    },
    resolve: (_, args, context) => pageOfPeerMentors(context, pageAsked(args)),
  }),
  peerMentor: t.field({
    type: PeerMentor,
    nullable: true,
    description: 'One peer mentor. Null where there is none with this id, or where you may not see them.',
    args: { id: t.arg.id({ required: true, description: 'Their user id.' }) },
    resolve: (_, { id }, context) => readPeerMentor(context, id),
  }),
}))
