import type { RequestListener } from 'node:http'

/**
 * Answers 400 where the Host header and the path of a request form no valid URL. Without this check Yoga fails on such a
 * request, and answers it with a stack trace.
 */
export function requestUrlCheck(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (URL.canParse(`http://${request.headers.host || 'localhost'}${request.url}`)) {
      listener(request, response)
      return
    }
    const message = 'The path and the Host header form no valid URL.'
    const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
    const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'close' }
    response.writeHead(400, headers).end(body)
  }
}
