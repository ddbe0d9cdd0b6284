import { createContext, use } from 'react'
import type { ConsoleConfig } from './config.ts'

export const ConfigContext = createContext<ConsoleConfig | undefined>(undefined)

/** What the server said of its console. */
export function useConfig(): ConsoleConfig {
  const config = use(ConfigContext)
  if (!config) throw new Error('useConfig needs a server that has said how it is set up.')
  return config
}
