import type { Plugin } from 'graphql-yoga'
import { isRpcPath } from './rpc/paths.ts'

/**
 * Refuses bodies that are larger than anything a client needs to send, before they are read: 413, or 411 where a body
 * does not say how large it is.
 */
export function bodyLimit(maxBytes: number): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const refuse = (status: number, code: string, message: string) => {
        const body = isRpcPath(url.pathname)
          ? { code, message, details: null, hint: null }
          : { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] }
        // What is on its way can't be told from a next request: the connection ends.
        endResponse(fetchAPI.Response.json(body, { status, headers: { connection: 'close' } }))
      }
      const length = request.headers.get('content-length')
      if (length !== null && Number(length) > maxBytes)
        refuse(413, '54000', `A body may have at most ${maxBytes} bytes.`)
      else if (request.headers.has('transfer-encoding'))
        refuse(411, 'PGRST102', 'Send the body with a Content-Length.')
    },
  }
}
