import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// Ways for a test to start Rollcall or to ask it something that the search does not see.
const WAYS: Record<string, RegExp> = {
  'a log of its own': /\bcreateLog\(|\bpino\((?!\{ level: 'silent' \}\))/,
  'a program of its own': /from 'node:child_process'/,
  'a browser': /from 'playwright-core'/,
  'node:http': /import \{[^}]*\b(?:request|get)\b[^}]*\} from 'node:https?'/,
  'bare bytes': /import \{[^}]*\b(?:connect|createConnection)\b[^}]*\} from 'node:(?:net|tls)'/,
  'no connection at all': /\bapp\.fetch\(/,
}

/** Who goes such a way, and why nothing is missed there. */
const KNOWN: Record<string, string[]> = {
  // Hand in what passes through them.
  'test/support/running-app.ts': ['a log of its own'],
  'test/support/server-process.ts': ['a program of its own'],
  'test/main/refused-start.ts': ['a log of its own'],
  // Not of Rollcall's HTTP: connections to PostgreSQL, and a measurement without a server.
  'test/support/postgres-proxy.ts': ['bare bytes'],
  'test/main/start-beside-database.e2e.database.test.ts': ['bare bytes'],
  'test/orchestrator/core/measure-heap-of.ts': ['a program of its own'],
  // Passes on between a browser and the server.
  'console/test/browser/cut-network.ts': ['bare bytes'],
  // Commands of the documentation, run as they stand there; what they print is compared in full, or is read as data.
  'test/documentation/readme.database.test.ts': ['a program of its own'],
  'test/documentation/readme-submission.e2e.database.test.ts': ['a program of its own'],
  'test/documentation/nodes.ts': ['a program of its own'],
  'test/main/npm-start.e2e.database.test.ts': ['a program of its own'],
  'test/deploy/deploy.test.ts': ['a program of its own'],
  'test/soak/tarball.test.ts': ['a program of its own'],
  // Pages: what they ask for is no error. What a page says is asked for by fetch as well.
  'test/server/pages/console.database.test.ts': ['node:http', 'no connection at all'],
  'test/server/pages/graphiql.e2e.database.test.ts': ['a browser', 'no connection at all'],
  'test/server/pages/content-security-policy.e2e.database.test.ts': ['a browser'],
  'test/support/browser.ts': ['a browser'],
  'test/soak/large-submission.database.test.ts': ['a browser'],
  'console/test/browser/log-in.e2e.database.test.ts': ['a browser'],
  'console/test/browser/open-console.ts': ['a browser'],
  'console/test/browser/register-for-many.e2e.database.test.ts': ['a browser'],
  'console/test/browser/screens.e2e.database.test.ts': ['a browser'],
  'console/test/browser/small-windows.e2e.database.test.ts': ['a browser'],
  'console/test/browser/watched-submission.e2e.database.test.ts': ['a browser'],
  'console/test/browser/watched-submission.ts': ['a browser'],
  // Statuses alone, before and after the answers that fetch gets.
  'test/server/operations/health.database.test.ts': ['no connection at all'],
  // What fetch can't do: half a request, half a handshake. Their answers are compared in full, or have no body.
  'test/main/start-and-stop.e2e.database.test.ts': ['node:http'],
  'test/server/body-limit.database.test.ts': ['node:http'],
  'test/server/full-selection.database.test.ts': ['bare bytes'],
  'test/server/request-url-check.database.test.ts': ['bare bytes'],
  'test/server/rpc/bodies.database.test.ts': ['bare bytes'],
  'test/server/websocket/protocol.database.test.ts': ['node:http'],
  'test/support/slow-client.ts': ['bare bytes'],
  // Searches what it is answered by rules of its own, which are stricter.
  'test/soak/fuzz/send.ts': ['node:http', 'bare bytes'],
}

it('no test passes by the search, but for those that are named here', () => {
  const found = globSync('{test,console/test}/**/*.ts')
    .filter((file) => !file.startsWith('test/privacy/'))
    .map((file) => [file, waysOf(readFileSync(file, 'utf8'))] as const)
    .filter(([, ways]) => ways.length > 0)
  expect(Object.fromEntries(found)).toEqual(KNOWN)
})

function waysOf(source: string): string[] {
  return Object.keys(WAYS).filter((way) => WAYS[way]?.test(source))
}
