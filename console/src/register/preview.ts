import type { Client } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { type BulkSubmissionInput, PreviewDocument, type PreviewQuery } from '../generated/graphql.ts'
import { type Refusal, refusalOf } from './refusal.ts'

type PreviewPage = Extract<PreviewQuery['preview'], { __typename: 'BulkRegistrationPreview' }>
export type Problem = PreviewPage['problems']['edges'][number]['node']
export type SameDay = PreviewPage['sameDay']['edges'][number]['node']

/** What a submission would do, whole. */
export interface Preview {
  total: number
  wouldSucceed: number
  wouldFail: number
  problems: readonly Problem[]
  sameDay: readonly SameDay[]
}

/** Asks what a submission would do, for as many pages as its warnings have. */
export async function askForPreview(
  client: Client,
  input: BulkSubmissionInput,
): Promise<{ preview: Preview } | { refusal: Refusal }> {
  const problems: Problem[] = []
  const sameDay: SameDay[] = []
  for (let after: { problemsAfter?: string; sameDayAfter?: string } = {}; ; ) {
    const { data, error } = await client
      .query(PreviewDocument, { input, ...after }, { requestPolicy: 'network-only' })
      .toPromise()
    if (!data) return { refusal: { code: error ? errorCode(error) : 'NETWORK', mistakes: {} } }
    const page = data.preview
    if (page.__typename !== 'BulkRegistrationPreview') return { refusal: refusalOf(page) }
    // A list that has ended answers with nothing more while the other one goes on.
    problems.push(...page.problems.edges.map(({ node }) => node))
    sameDay.push(...page.sameDay.edges.map(({ node }) => node))
    if (!page.problems.pageInfo.hasNextPage && !page.sameDay.pageInfo.hasNextPage) {
      const { total, wouldSucceed, wouldFail } = page
      return { preview: { total, wouldSucceed, wouldFail, problems, sameDay } }
    }
    after = {
      ...next('problemsAfter', page.problems.pageInfo.endCursor ?? after.problemsAfter),
      ...next('sameDayAfter', page.sameDay.pageInfo.endCursor ?? after.sameDayAfter),
    }
  }
}

function next(name: 'problemsAfter' | 'sameDayAfter', cursor: string | undefined) {
  return cursor === undefined ? {} : { [name]: cursor }
}
