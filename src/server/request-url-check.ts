import type { RequestListener } from 'node:http'

/**
 * Answers requests whose target and Host are no address together with 400, before anything reads them: Yoga would take
 * them for a failure of the server, and answer with its stack.
 */
export function requestUrlCheck(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (URL.canParse(`http://${request.headers.host || 'localhost'}${request.url}`)) {
      listener(request, response)
      return
    }
    const message = 'The path and the Host header make no address.'
    const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
    const headers = { 'content-type': 'application/json', 'content-length': body.length, connection: 'close' }
    response.writeHead(400, headers).end(body)
  }
}
