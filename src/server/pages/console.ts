import type { IncomingMessage } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import type { ConsoleSettings } from '../../env.ts'
import { type StaticFile, serveFile } from './console-files.ts'
import { type IssueDemoUsers, isOwnPageOnLoopback } from './demo-users.ts'

/** What `consolePages` needs. */
export interface ConsoleParts {
  settings: ConsoleSettings
  /** By URL path; empty where the console was not built. */
  files: ReadonlyMap<string, StaticFile>
  logo: StaticFile | undefined
  /** Undefined outside of demo mode. */
  issueDemoUsers: IssueDemoUsers | undefined
}

const LOGO = '/console/logo'
const JSON_ANSWER = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/**
 * Serves the console at `/`, its files, and what it reads before a login: `/console/config.json`, and in demo mode
 * `/console/demo-users.json`.
 */
export function consolePages({ settings, files, logo, issueDemoUsers }: ConsoleParts): Plugin {
  const policy = consolePolicy(settings)
  const config = JSON.stringify({
    name: settings.name,
    colour: settings.colour ?? null,
    logo: logo ? LOGO : null,
    demo: issueDemoUsers !== undefined,
    oidc: settings.oidc ?? null,
  })
  return {
    async onRequest({ request, url, serverContext, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return
      const file = url.pathname === LOGO ? logo : files.get(url.pathname)
      if (file)
        endResponse(
          serveFile(request, file, url.pathname === '/' ? { 'content-security-policy': policy } : {}),
        )
      else if (url.pathname === '/')
        endResponse(Response.json({ code: 'NOT_FOUND', message: NOT_BUILT }, { status: 404 }))
      else if (url.pathname === '/console/config.json')
        endResponse(new Response(config, { headers: JSON_ANSWER }))
      else if (url.pathname === '/console/demo-users.json' && issueDemoUsers)
        endResponse(
          isOwnPageOnLoopback(request, (serverContext as { req?: IncomingMessage }).req)
            ? new Response(JSON.stringify(await issueDemoUsers()), { headers: JSON_ANSWER })
            : new Response(ELSEWHERE, { status: 403 }),
        )
    },
  }
}

/** The console's content security policy: it may reach this server, and the identity provider where there is one. */
function consolePolicy({ oidc }: ConsoleSettings): string {
  return [
    "default-src 'self'",
    `connect-src 'self'${oidc ? ` ${new URL(oidc.issuer).origin}` : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const NOT_BUILT =
  'The console is not built. Run "npm run build" where the development packages are installed.'
const ELSEWHERE = 'Demo users are given out only to the computer that Rollcall runs on.\n'
