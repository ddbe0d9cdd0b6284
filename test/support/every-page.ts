interface Connection<Node> {
  totalCount: number
  edges: { cursor: string; node: Node }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor?: string | null
    endCursor?: string | null
  }
}

/**
 * Reads all pages of a connection, from the first to the last.
 *
 * @param read reads the page after a cursor; null: the first page
 */
export async function everyPage<Node>(
  read: (after: string | null) => Promise<Connection<Node>>,
): Promise<Connection<Node>[]> {
  const pages: Connection<Node>[] = []
  for (let after: string | null = null; ; ) {
    const page: Connection<Node> = await read(after)
    pages.push(page)
    if (!page.pageInfo.hasNextPage) return pages
    after = page.pageInfo.endCursor ?? null
  }
}
