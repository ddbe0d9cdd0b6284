import type { Login, LoginEnd } from './login.ts'

/** A user of the demo data, with a ready token. */
export interface DemoUser {
  displayName: string
  email: string
  token: string
}

const STORAGE_KEY = 'rollcall.demo-token'

/** The users that the server offers for trying things out. */
export async function loadDemoUsers(): Promise<DemoUser[]> {
  const response = await fetch('/console/demo-users.json')
  if (!response.ok) throw new Error(`demo-users.json: ${response.status}`)
  return response.json()
}

/** Logs in as a demo user; the token is kept for this tab, and no longer. */
export function loginAsDemoUser({ token }: DemoUser, onEnd: (why: LoginEnd) => void): Login {
  sessionStorage.setItem(STORAGE_KEY, token)
  return demoLogin(token, onEnd)
}

/** The login of before a reload, where there was one. */
export function restoreDemoLogin(onEnd: (why: LoginEnd) => void): Login | undefined {
  const token = sessionStorage.getItem(STORAGE_KEY)
  return token === null ? undefined : demoLogin(token, onEnd)
}

function demoLogin(token: string, onEnd: (why: LoginEnd) => void): Login {
  const end = (why: LoginEnd) => {
    sessionStorage.removeItem(STORAGE_KEY)
    onEnd(why)
  }
  return {
    token: async () => token,
    renew: async () => undefined,
    expire: () => end('expired'),
    logout: async () => end('loggedOut'),
  }
}
