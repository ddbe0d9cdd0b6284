import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An OpenID Connect provider that logs in anybody by the id that they type. */
export interface IdentityProvider {
  issuer: string
  /** The kinds of grants that tokens were asked for with, in order. */
  grants: string[]
  /** Takes back every refresh token that it has given, as when somebody's access ends. Who has a session may log in anew. */
  revoke: () => Promise<void>
  stop: () => Promise<void>
}

/**
 * @param home address of the console, to which people come back
 * @param tokenSeconds how long its access tokens hold
 */
export async function startIdentityProvider(home: string, tokenSeconds: number): Promise<IdentityProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'console',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [home],
        post_logout_redirect_uris: [home],
      },
    ],
    scopes: ['openid', 'profile', 'offline_access'],
    clientBasedCORS: () => true,
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    cookies: { keys: ['for a test'] },
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:rollcall',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: 'authenticated',
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  })
  const grants: string[] = []
  provider.on('grant.success', (ctx) => grants.push(String(ctx.oidc.params?.grant_type)))
  const refreshTokens: InstanceType<Provider['RefreshToken']>[] = []
  provider.on('refresh_token.saved', (token) => refreshTokens.push(token))
  server.on('request', provider.callback())
  return {
    issuer,
    grants,
    async revoke() {
      for (const token of refreshTokens) await token.destroy()
    },
    async stop() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
