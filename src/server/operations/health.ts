import type { Plugin } from 'graphql-yoga'
import type { Database } from '../../database/client.ts'

/**
 * Answers `GET /health` with 200 as long as the process runs, and `GET /ready` with 200 while the database answers, 503
 * otherwise. Neither needs a login.
 */
export function health(database: Database): Plugin {
  return {
    async onRequest({ url, fetchAPI, endResponse }) {
      const answer = (status: number, state: string) =>
        endResponse(
          new fetchAPI.Response(JSON.stringify({ status: state }), {
            status,
            headers: { 'content-type': 'application/json' },
          }),
        )
      if (url.pathname === '/health') answer(200, 'ok')
      if (url.pathname === '/ready') {
        const ready = await database.prisma.$queryRaw`SELECT 1`.then(
          () => true,
          () => false,
        )
        answer(ready ? 200 : 503, ready ? 'ready' : 'database unavailable')
      }
    },
  }
}
