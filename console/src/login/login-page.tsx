import { Notice } from '../design/states.tsx'
import { useWords } from '../language/language.tsx'
import { LanguageSwitch } from '../language/language-switch.tsx'
import { useConfig } from './config-context.ts'
import { DemoUsers } from './demo-users.tsx'
import type { Login, LoginEnd } from './login.ts'
import { loginWords } from './login-words.ts'
import type { OidcProvider } from './oidc-login.ts'

interface LoginPageProps {
  provider: OidcProvider | undefined
  /** Why somebody stands here who was inside, or wanted to be. */
  notice: LoginEnd | 'failed' | undefined
  onLogin: (login: Login) => void
  onEnd: (why: LoginEnd) => void
  /** Told where the provider can't be reached. */
  onFailed: () => void
}

/** The first page of whoever is not logged in. */
export function LoginPage({ provider, notice, onLogin, onEnd, onFailed }: LoginPageProps) {
  const words = useWords(loginWords)
  const config = useConfig()
  return (
    <main className="alone stack">
      <div className="row spread">
        <Brand />
        <LanguageSwitch />
      </div>
      <h1>{words.title}</h1>
      <p className="muted">{words.purpose}</p>
      {notice && <Notice kind={notice === 'failed' ? 'bad' : 'info'}>{words[notice]}</Notice>}
      {provider && (
        <button type="button" className="primary" onClick={() => provider.signIn().catch(onFailed)}>
          {words.logIn}
        </button>
      )}
      {config.demo && <DemoUsers onLogin={onLogin} onEnd={onEnd} />}
      {!provider && !config.demo && <Notice kind="bad">{words.noWayIn}</Notice>}
    </main>
  )
}

/** The organisation's name and logo. */
export function Brand() {
  const config = useConfig()
  return (
    <span className="brand">
      <img src={config.logo ?? '/favicon.svg'} alt="" />
      {config.name}
    </span>
  )
}
