import { useEffect, useState } from 'react'
import { NETWORK } from '../api/error-code.ts'
import { applyColour } from '../design/colour.ts'
import { Failed, Loading } from '../design/states.tsx'
import { type ConsoleConfig, loadConfig } from '../login/config.ts'
import { ConfigContext } from '../login/config-context.ts'
import { LoginGate } from '../login/login-gate.tsx'
import { Console } from './console.tsx'

/** The whole console: what the server says of it, then the login, then the screens. */
export function App() {
  const [config, setConfig] = useState<ConsoleConfig | 'failed' | undefined>()
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let stopped = false
    loadConfig().then(
      (loaded) => !stopped && setConfig(loaded),
      () => !stopped && setConfig('failed'),
    )
    return () => {
      stopped = true
    }
  }, [attempt])
  useEffect(() => {
    if (config && config !== 'failed' && config.colour) applyColour(config.colour)
  }, [config])

  if (config === 'failed') {
    return (
      <main className="alone">
        <Failed
          code={NETWORK}
          retry={() => {
            setConfig(undefined)
            setAttempt((count) => count + 1)
          }}
        />
      </main>
    )
  }
  if (!config) return <Loading />
  return (
    <ConfigContext value={config}>
      <LoginGate>{(login) => <Console login={login} />}</LoginGate>
    </ConfigContext>
  )
}
