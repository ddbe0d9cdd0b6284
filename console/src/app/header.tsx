import { useWords } from '../language/language.tsx'
import { LanguageSwitch } from '../language/language-switch.tsx'
import { Brand } from '../login/login-page.tsx'
import { appWords } from './app-words.ts'
import { useLogin } from './login-context.ts'
import { go, routeTo, useRoute } from './router.ts'
import { keepStoredFor } from './use-stored.ts'
import { useViewer } from './viewer.tsx'

/** The top of every screen: whose console it is, where one can go, who is logged in. */
export function Header() {
  const words = useWords(appWords)
  const viewer = useViewer()
  const login = useLogin()
  const { path } = useRoute()
  const coordinates = viewer.coordinated.length > 0
  const logOut = async () => {
    go(routeTo('/'), { replace: true })
    await login.logout()
    keepStoredFor(undefined)
  }
  const screens = [
    ...(coordinates ? [['/', words.register] as const, ['/sheet', words.sheet] as const] : []),
    ...(viewer.mentored.length > 0 ? [[coordinates ? '/own' : '/', words.own] as const] : []),
    ['/activities', words.activities] as const,
    ['/statistics', words.statistics] as const,
    ...(coordinates ? [['/history', words.history] as const] : []),
  ]
  const present = path.startsWith('/submissions/') ? '/history' : path
  return (
    <header className="top">
      <div className="row spread">
        <Brand />
        <div className="row">
          <span className="who">{viewer.displayName}</span>
          <LanguageSwitch />
          <button type="button" className="quiet" onClick={() => void logOut()}>
            {words.logOut}
          </button>
        </div>
      </div>
      <nav aria-label={words.navigation}>
        <ul>
          {screens.map(([address, name]) => (
            <li key={address}>
              <a href={routeTo(address)} aria-current={address === present ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}
