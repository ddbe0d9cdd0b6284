import { createContext, use } from 'react'
import type { Login } from '../login/login.ts'

export const LoginContext = createContext<Login | undefined>(undefined)

/** The present login. */
export function useLogin(): Login {
  const login = use(LoginContext)
  if (!login) throw new Error('useLogin needs somebody who is logged in.')
  return login
}
