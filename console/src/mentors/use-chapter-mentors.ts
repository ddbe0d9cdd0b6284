import { useQuery } from 'urql'
import { type Pages, usePages } from '../api/use-pages.ts'
import {
  ChapterMentorsDocument,
  type ChapterMentorsQuery,
  MentorCountDocument,
} from '../generated/graphql.ts'

export type Mentor = ChapterMentorsQuery['connection']['edges'][number]['node']

/** All peer mentors of a chapter, by name: they arrive page by page; `total` is known first. */
export function useChapterMentors(chapterId: string): Pages<Mentor> & { total: number | undefined } {
  const [{ data }] = useQuery({ query: MentorCountDocument, variables: { chapterId } })
  const pages = usePages({
    document: ChapterMentorsDocument,
    variables: { chapterId },
    connectionOf: ({ connection }) => connection,
    all: true,
  })
  return { ...pages, total: data?.peerMentors.totalCount }
}
