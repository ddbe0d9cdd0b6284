import { ErrorResponse, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import type { ConsoleConfig } from './config.ts'
import type { Login, LoginEnd } from './login.ts'

/** The way in through the organisation's identity provider: authorization code with PKCE. */
export interface OidcProvider {
  /** Leaves the page for the provider's; it comes back to the same place. */
  signIn: () => Promise<void>
  /** The login that came back in the address, or that this tab has already. */
  restore: () => Promise<Login | undefined>
}

/** @param onEnd told that the login has ended, and why */
export function createOidcProvider(
  oidc: NonNullable<ConsoleConfig['oidc']>,
  onEnd: (why: LoginEnd) => void,
): OidcProvider {
  const home = `${location.origin}/`
  const tab = new WebStorageStateStore({ store: sessionStorage })
  const manager = new UserManager({
    authority: oidc.issuer,
    client_id: oidc.clientId,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    // The last one asks for a refresh token, by which the login is renewed without a frame.
    scope: 'openid profile offline_access',
    // Nothing of a login outlives the tab: the library would keep the state of a sign-in in local storage.
    userStore: tab,
    stateStore: tab,
    // The library would renew beside whoever asks here, with the same refresh token.
    automaticSilentRenew: false,
    loadUserInfo: false,
  })
  // A refresh token may serve only once, so whoever asks meanwhile gets the same answer.
  let renewing: Promise<string | undefined> | undefined
  const renew = () => {
    renewing ??= renewToken(manager).finally(() => {
      renewing = undefined
    })
    return renewing
  }
  const expire = () => {
    void manager.removeUser()
    onEnd('expired')
  }
  manager.events.addAccessTokenExpiring(() => void renew().catch(() => {}))
  const renewOrExpire = async () => {
    if ((await renew()) === undefined) expire()
  }
  // Also where nobody does anything on the page.
  manager.events.addAccessTokenExpired(() => renewOrExpire().catch(() => {}))
  const login: Login = {
    async token() {
      const user = await manager.getUser()
      if (user && !user.expired) return user.access_token
      return (await renew()) ?? ''
    },
    renew,
    expire,
    async logout() {
      onEnd('loggedOut')
      await manager.signoutRedirect().catch(() => manager.removeUser())
    },
  }
  return {
    signIn: () => manager.signinRedirect({ state: location.hash }),
    async restore() {
      const query = new URLSearchParams(location.search)
      if (query.has('state') && (query.has('code') || query.has('error'))) {
        try {
          const user = await manager.signinCallback()
          history.replaceState(null, '', `/${typeof user?.state === 'string' ? user.state : ''}`)
          return user ? login : undefined
        } catch (error) {
          history.replaceState(null, '', '/')
          throw error
        }
      }
      const user = await manager.getUser()
      if (!user) return undefined
      return user.expired && (await renew()) === undefined ? undefined : login
    },
  }
}

/** @throws where the provider can't be reached, which says nothing about the login */
async function renewToken(manager: UserManager): Promise<string | undefined> {
  // Without a refresh token the library would ask in a frame, which the page's policy does not allow.
  if (!(await manager.getUser())?.refresh_token) return undefined
  try {
    return (await manager.signinSilent())?.access_token
  } catch (error) {
    if (error instanceof ErrorResponse) return undefined
    throw error
  }
}
