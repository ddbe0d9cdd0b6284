import type { IncomingMessage } from 'node:http'

/** A demo user with a token, as the console offers it. */
export interface DemoUser {
  displayName: string
  email: string
  token: string
}

/** Makes tokens for the demo users that the console offers. */
export type IssueDemoUsers = () => Promise<DemoUser[]>

/**
 * Whether a request comes from a page of this server, opened on the computer that the server runs on. Nobody else gets
 * tokens: no other computer, also not through a proxy on this one; no page of another site, also not one whose name was
 * made to resolve to this computer (DNS rebinding).
 */
export function isOwnPageOnLoopback(request: Request, incoming: IncomingMessage | undefined): boolean {
  const { headers } = request
  const peer = incoming?.socket.remoteAddress ?? ''
  const host = headers.get('host') ?? ''
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  return (
    /^(::1|(::ffff:)?127(\.\d+){3})$/.test(peer) &&
    !headers.has('forwarded') &&
    !headers.has('x-forwarded-for') &&
    /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host) &&
    (origin === null || (URL.canParse(origin) && new URL(origin).host === host)) &&
    (site === null || site === 'same-origin' || site === 'none')
  )
}
