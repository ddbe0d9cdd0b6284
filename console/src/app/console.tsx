import { useMemo } from 'react'
import { Provider } from 'urql'
import { createApiClient } from '../api/client.ts'
import type { Login } from '../login/login.ts'
import { ProgressSocketProvider } from '../submission/progress-socket-context.tsx'
import { Header } from './header.tsx'
import { LoginContext } from './login-context.ts'
import { Screens } from './screens.tsx'
import { ViewerProvider } from './viewer.tsx'

/** The console of somebody who is logged in. */
export function Console({ login }: { login: Login }) {
  const client = useMemo(() => createApiClient(login), [login])
  return (
    <LoginContext value={login}>
      <Provider value={client}>
        <ProgressSocketProvider login={login}>
          <ViewerProvider>
            <Header />
            <Screens />
          </ViewerProvider>
        </ProgressSocketProvider>
      </Provider>
    </LoginContext>
  )
}
