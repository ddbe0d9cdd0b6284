import type { Client as SocketClient } from 'graphql-ws'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { createProgressSocket } from '../api/progress-socket.ts'
import type { Login } from '../login/login.ts'

interface ProgressSocket {
  client: SocketClient
  /** Undefined before the first connection. */
  connected: boolean | undefined
}

const ProgressSocketContext = createContext<ProgressSocket | undefined>(undefined)

/** One connection for whatever is watched inside it; opened when something is. */
export function ProgressSocketProvider({ login, children }: { login: Login; children: ReactNode }) {
  const [connected, setConnected] = useState<boolean>()
  const client = useMemo(() => createProgressSocket(login, setConnected), [login])
  useEffect(() => () => void client.dispose(), [client])
  const socket = useMemo(() => ({ client, connected }), [client, connected])
  return <ProgressSocketContext value={socket}>{children}</ProgressSocketContext>
}

/** The connection over which progress comes. */
export function useProgressSocket(): ProgressSocket {
  const socket = use(ProgressSocketContext)
  if (!socket) throw new Error('useProgressSocket needs a ProgressSocketProvider around it.')
  return socket
}
