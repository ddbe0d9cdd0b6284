import type { ServerResponse } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Authenticate } from '../../auth/authenticate.ts'
import { RequestError } from '../../errors.ts'
import { inRequestScope, requestScope } from '../../request-scope.ts'
import { createContext, type SharedContext } from '../../resolvers/context.ts'
import { exportRecords } from '../../resolvers/record-export.ts'
import type { ConsumeRate } from '../graphql/rate-limit.ts'
import { inScopeOf } from '../operations/request-log.ts'
import { toCsv } from './csv.ts'
import { readParameters } from './parameters.ts'
import { EXPORT_PATH } from './path.ts'

/** What `exportEndpoint` needs. */
export interface ExportParts {
  shared: SharedContext
  authenticate: Authenticate
  consumeMutations: ConsumeRate
  maskError: (error: unknown) => GraphQLError
}

const HEADERS = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': 'attachment; filename="activity-records.csv"',
  'cache-control': 'no-store',
}

/**
 * `GET /export/activity-records.csv`: the activity records that the caller may see, as a file for spreadsheets. It
 * needs a login, and counts as a mutation for the rate limit, because an export writes an entry to the audit log.
 */
export function exportEndpoint(parts: ExportParts): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, serverContext, endResponse }) {
      if (url.pathname !== EXPORT_PATH) return
      await inScopeOf(request, async () => {
        try {
          const lines = await startExport(request, url, parts)
          const { res } = serverContext as { res?: ServerResponse }
          const scope = requestScope()
          const mask = (error: unknown) =>
            scope ? inRequestScope(scope.requestId, () => parts.maskError(error)) : parts.maskError(error)
          const body = ReadableStream.from(breakOnError(lines, mask, res)) as BodyInit
          endResponse(new fetchAPI.Response(body, { headers: HEADERS }))
        } catch (error) {
          const { message, extensions } = parts.maskError(error)
          const { http, ...told } = extensions as {
            http?: { status: number; headers?: Record<string, string> }
          }
          const { status = 400, headers = {} } = http ?? {}
          endResponse(
            fetchAPI.Response.json({ errors: [{ message, extensions: told }] }, { status, headers }),
          )
        }
      })
    },
  }
}

async function startExport(
  request: Request,
  url: URL,
  { shared, authenticate, consumeMutations }: ExportParts,
): Promise<AsyncGenerator<Uint8Array, void, undefined>> {
  if (request.method !== 'GET') {
    throw new GraphQLError('Only GET exports records.', {
      extensions: { code: 'BAD_USER_INPUT', http: { status: 405, headers: { allow: 'GET' } } },
    })
  }
  const viewer = await authenticate(request.headers.get('authorization'))
  if (!viewer) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'Log in first: send an Authorization header with a bearer token.',
    )
  }
  const { filter, separator } = readParameters(url.searchParams)
  await consumeMutations(viewer.userId, 1)
  return toCsv(await exportRecords(createContext(shared, viewer), filter), separator)
}

/**
 * Passes the file on, and breaks the connection on an error, because a file that just ended would look complete. Where
 * there is no connection (a request in process) it throws the error; on a connection nobody would catch that.
 */
async function* breakOnError(
  lines: AsyncIterable<Uint8Array>,
  maskError: ExportParts['maskError'],
  response: ServerResponse | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* lines
  } catch (error) {
    const masked = maskError(error) // also logs it, where it is unexpected
    if (!response) throw masked
    response.destroy()
  }
}
