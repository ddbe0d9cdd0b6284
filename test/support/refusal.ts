import { ClientError } from 'graphql-request'

/** The status and errors of an answer in which the request as a whole, or one of its fields, has failed. */
export interface Refusal {
  status: number
  errors: { message: string; code: unknown; path: readonly (string | number)[] | undefined }[]
}

/** Waits for a request's errors; fails the test where it succeeds. */
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
