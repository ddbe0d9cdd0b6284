import type { AnyVariables, DocumentInput } from '@urql/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { errorCode } from './error-code.ts'

/** A page of a list, as the API gives it. */
export interface Connection<Node> {
  edges: { node: Node }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}

/** A list that is read page by page. */
export interface Pages<Node> {
  nodes: readonly Node[]
  status: 'loading' | 'failed' | 'there'
  /** The code of the failure, where it failed. */
  code: string | undefined
  hasMore: boolean
  /** Reads the next page, or the one that failed again. */
  more: () => void
  /** Starts anew from the first page. */
  reload: () => void
}

interface Asked<Data, Node, Variables extends AnyVariables> {
  document: DocumentInput<Data, Variables>
  /** Without `after`. They are compared by their content. */
  variables: Omit<Variables, 'after'>
  connectionOf: (data: Data) => Connection<Node> | null | undefined
  /** Reads on by itself until the end. */
  all?: boolean
  /** Asks only once this holds. */
  when?: boolean
}

interface Read<Node> extends Pick<Pages<Node>, 'nodes' | 'status' | 'code' | 'hasMore'> {
  after: string | null
}

const nothingYet = { nodes: [], status: 'loading', code: undefined, hasMore: true, after: null } as const

/** Reads a list from its beginning; other variables begin another list. */
export function usePages<Data, Node, Variables extends AnyVariables>({
  document,
  variables,
  connectionOf,
  all = false,
  when = true,
}: Asked<Data, Node, Variables>): Pages<Node> {
  const client = useClient()
  const [read, setRead] = useState<Read<Node>>(nothingYet)
  const [wanted, setWanted] = useState({ pages: 1, reload: 0 })
  const asked = useRef({ variables, connectionOf, all })
  asked.current = { variables, connectionOf, all }
  const list = JSON.stringify([variables, wanted.reload])
  const position = useRef<Read<Node>>(nothingYet)

  // Another list: forget what was read of the last one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `list` stands for the variables
  useEffect(() => {
    position.current = nothingYet
    setRead(nothingYet)
  }, [list, client])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `list` stands for the variables, `wanted` for the wish to go on
  useEffect(() => {
    if (!when) return
    let stopped = false
    const readPages = async () => {
      do {
        if (!position.current.hasMore) return
        const { after } = position.current
        const result = await client
          .query(document, { ...asked.current.variables, after } as unknown as Variables, {
            requestPolicy: 'network-only',
          })
          .toPromise()
        if (stopped) return
        const connection = result.data && asked.current.connectionOf(result.data)
        position.current = connection
          ? {
              nodes: [...position.current.nodes, ...connection.edges.map(({ node }) => node)],
              status: 'there',
              code: undefined,
              hasMore: connection.pageInfo.hasNextPage,
              after: connection.pageInfo.endCursor ?? null,
            }
          : {
              ...position.current,
              status: 'failed',
              code: result.error ? errorCode(result.error) : 'NOT_FOUND',
            }
        setRead(position.current)
      } while (asked.current.all && position.current.status === 'there')
    }
    void readPages()
    return () => {
      stopped = true
    }
  }, [list, client, when, wanted])

  const more = useCallback(() => setWanted(({ pages, reload }) => ({ pages: pages + 1, reload })), [])
  const reload = useCallback(() => setWanted(({ reload }) => ({ pages: 1, reload: reload + 1 })), [])
  return { nodes: read.nodes, status: read.status, code: read.code, hasMore: read.hasMore, more, reload }
}
