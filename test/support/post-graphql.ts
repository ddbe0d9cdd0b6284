/** The HTTP answer to an operation. */
export interface Answer {
  status: number
  headers: Headers
  body: {
    data?: unknown
    errors?: { message: string; path?: unknown; extensions?: { code?: string; requestId?: string } }[]
  }
  /** The code of the first error. */
  code: string | undefined
}

/** The media type with which a failure also sets the HTTP status (GraphQL over HTTP specification). */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json'

/**
 * Posts an operation without a client library.
 *
 * @param headers are added to `content-type` and `accept`, and replace these where they have the same name
 */
export async function postGraphql(
  url: string,
  operation: { query: string; variables?: unknown; operationName?: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: GRAPHQL_RESPONSE, ...headers },
    body: JSON.stringify(operation),
  })
  const body = (await response.json()) as Answer['body']
  return {
    status: response.status,
    headers: response.headers,
    body,
    code: body.errors?.[0]?.extensions?.code,
  }
}
