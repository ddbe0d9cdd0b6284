import { ClientError } from 'graphql-request'

/** What a client is told when a request as a whole, or a field of it, fails. */
export interface Refusal {
  status: number
  errors: { message: string; code: unknown; path: readonly (string | number)[] | undefined }[]
}

/** The errors that a request is answered with; fails the test where there are none. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  const error = await request.then(
    (answer) => {
      throw new Error(`expected a refusal, not ${JSON.stringify(answer)}`)
    },
    (reason: unknown) => reason,
  )
  if (!(error instanceof ClientError)) throw error
  return {
    status: error.response.status,
    errors: (error.response.errors ?? []).map(({ message, extensions, path }) => ({
      message,
      code: extensions?.code,
      path,
    })),
  }
}
