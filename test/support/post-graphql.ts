/** What a request is answered with, as it stands on the wire. */
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

/** The media type with which GraphQL over HTTP tells failures by the HTTP status too. */
export const GRAPHQL_RESPONSE = 'application/graphql-response+json'

/**
 * Posts an operation without any client library between.
 *
 * @param headers such as `authorization`; beside them only `content-type`, and `accept` for the newer media type
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
