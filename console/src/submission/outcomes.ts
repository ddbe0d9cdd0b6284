import type { Client } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { OutcomesDocument, type OutcomesQuery } from '../generated/graphql.ts'

export type Outcome = NonNullable<OutcomesQuery['bulkSubmission']>['outcomes']['edges'][number]['node']

/**
 * Reads all outcomes of a submission, page by page.
 *
 * @returns the code of the failure, where one page could not be had
 */
export async function readOutcomes(
  client: Client,
  id: string,
): Promise<{ outcomes: Outcome[] } | { code: string }> {
  const outcomes: Outcome[] = []
  for (let after: string | null = null; ; ) {
    const result: { data?: OutcomesQuery | undefined; error?: Parameters<typeof errorCode>[0] | undefined } =
      await client
        .query(OutcomesDocument, { id, status: null, after }, { requestPolicy: 'network-only' })
        .toPromise()
    const page = result.data?.bulkSubmission?.outcomes
    if (!page) return { code: result.error ? errorCode(result.error) : 'NOT_FOUND' }
    outcomes.push(...page.edges.map(({ node }) => node))
    if (!page.pageInfo.hasNextPage) return { outcomes }
    after = page.pageInfo.endCursor ?? null
  }
}
