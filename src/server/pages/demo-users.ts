import type { IncomingMessage } from 'node:http'

/** A demo user with a token, as the console offers it. */
export interface DemoUser {
  displayName: string
  email: string
  token: string
}

/** Answers with demo users and their tokens. Left out where there is no demo. */
export type IssueDemoUsers = () => Promise<DemoUser[]>

/**
 * Whether a request comes from a page of this server, opened on the computer that it runs on. Tokens are given out to
 * nobody else: not to other computers, also through a proxy here; not to pages of other sites, also where their name was
 * made to lead here.
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
