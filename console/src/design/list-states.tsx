import type { Pages } from '../api/use-pages.ts'
import { MoreButton } from './more-button.tsx'
import { Empty, Failed, Loading } from './states.tsx'

/** What stands below a list: that it loads, failed, is empty, or goes on. */
export function ListStates({ pages, none }: { pages: Pages<unknown>; none: string }) {
  if (pages.status === 'loading') return <Loading />
  if (pages.status === 'failed') return <Failed code={pages.code ?? ''} retry={pages.more} />
  if (pages.nodes.length === 0) return <Empty>{none}</Empty>
  return pages.hasMore ? <MoreButton more={pages.more} loaded={pages.nodes.length} /> : null
}
