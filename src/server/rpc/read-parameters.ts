import { PostgrestError } from './postgrest-error.ts'

/**
 * Reads the parameters of a call from its JSON body.
 *
 * @param names the function's parameters; all of them must be given, and no others
 * @param example a valid body, for the error's hint
 * @throws PostgrestError 415 where the body is not declared as JSON, 400 where it is none, 404 where no function has
 *   these parameters
 */
export async function readParameters<Name extends string>(
  request: Request,
  names: readonly Name[],
  example: string,
): Promise<Record<Name, unknown>> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new PostgrestError(415, 'PGRST107', 'The Content-Type must be application/json.')
  }
  const body = Object(parse(await read(request))) as Record<Name, unknown>
  if (Object.keys(body).length !== names.length || names.some((name) => body[name] === undefined)) {
    throw new PostgrestError(
      404,
      'PGRST202',
      'There is no such function with these parameters.',
      null,
      `Pass ${example}.`,
    )
  }
  return body
}

/** Reads the body as text. It fails only where the client breaks off, so that is the client's error. */
async function read(request: Request): Promise<string> {
  try {
    return await request.text()
  } catch {
    throw new PostgrestError(400, 'PGRST102', 'The body did not arrive as a whole.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PostgrestError(400, 'PGRST102', 'The body must be JSON.')
  }
}
