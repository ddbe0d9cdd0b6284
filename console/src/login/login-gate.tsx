import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Loading } from '../design/states.tsx'
import { useConfig } from './config-context.ts'
import { restoreDemoLogin } from './demo-login.ts'
import type { Login, LoginEnd } from './login.ts'
import { LoginPage } from './login-page.tsx'
import type { OidcProvider } from './oidc-login.ts'

/** Shows its content to whoever is logged in, and to everybody else the way to log in. */
export function LoginGate({ children }: { children: (login: Login) => ReactNode }) {
  const config = useConfig()
  const [login, setLogin] = useState<Login>()
  const [provider, setProvider] = useState<OidcProvider>()
  const [notice, setNotice] = useState<LoginEnd | 'failed'>()
  const [ready, setReady] = useState(false)

  const onEnd = useCallback((why: LoginEnd) => {
    setLogin(undefined)
    setNotice(why)
  }, [])

  useEffect(() => {
    let stopped = false
    const restore = async () => {
      const demo = config.demo ? restoreDemoLogin(onEnd) : undefined
      if (demo || !config.oidc) return setLogin(demo)
      // The library is loaded only where there is a provider.
      const { createOidcProvider } = await import('./oidc-login.ts')
      const created = createOidcProvider(config.oidc, onEnd)
      const restored = await created.restore().catch(() => {
        setNotice('failed')
        return undefined
      })
      if (stopped) return
      setProvider(created)
      setLogin(restored)
    }
    void restore().finally(() => !stopped && setReady(true))
    return () => {
      stopped = true
    }
  }, [config, onEnd])

  if (!ready) return <Loading />
  if (login) return children(login)
  return (
    <LoginPage
      provider={provider}
      notice={notice}
      onLogin={(chosen) => {
        setNotice(undefined)
        setLogin(chosen)
      }}
      onEnd={onEnd}
      onFailed={() => setNotice('failed')}
    />
  )
}
