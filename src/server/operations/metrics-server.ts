import { createServer, type Server } from 'node:http'
import type { Log } from '../../log.ts'
import type { Metrics } from '../../metrics.ts'

/** Creates the server of `GET /metrics`. It has a port of its own, so that a firewall can keep it private. */
export function createMetricsServer(metrics: Metrics, log: Log): Server {
  return createServer((request, response) => {
    if (request.url !== '/metrics') {
      const body = { code: 'NOT_FOUND', message: 'Here is nothing but /metrics.' }
      response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return
    }
    metrics.read().then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      (err: unknown) => {
        log.error({ err }, 'metrics could not be read')
        response.writeHead(503).end()
      },
    )
  })
}
