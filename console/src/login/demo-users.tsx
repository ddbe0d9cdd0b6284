import { useEffect, useState } from 'react'
import { Notice } from '../design/states.tsx'
import { useWords } from '../language/language.tsx'
import { type DemoUser, loadDemoUsers, loginAsDemoUser } from './demo-login.ts'
import type { Login, LoginEnd } from './login.ts'
import { loginWords } from './login-words.ts'

/** The users of the demo data, one click each. */
export function DemoUsers({
  onLogin,
  onEnd,
}: {
  onLogin: (login: Login) => void
  onEnd: (why: LoginEnd) => void
}) {
  const words = useWords(loginWords)
  const [users, setUsers] = useState<readonly DemoUser[] | 'failed'>()
  useEffect(() => {
    loadDemoUsers().then(setUsers, () => setUsers('failed'))
  }, [])
  if (users === 'failed') return <Notice kind="bad">{words.noDemoUsers}</Notice>
  return (
    <section className="stack" aria-labelledby="demo-users">
      <h2 id="demo-users">{words.demoUsers}</h2>
      <p className="muted">{words.demoPurpose}</p>
      <ul className="plain stack small">
        {users?.map((user) => (
          <li key={user.email}>
            <button type="button" className="wide" onClick={() => onLogin(loginAsDemoUser(user, onEnd))}>
              <strong>{user.displayName}</strong>
              <span className="muted">{user.email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
