import { createClient, type Client as SocketClient } from 'graphql-ws'
import type { Login } from '../login/login.ts'

const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 5_000
const CONNECTED_WITHIN_MS = 10_000
const LONGEST_PAUSE_MS = 5_000
const TOKEN_REFUSED = [4401, 4403]

/**
 * The connection over which progress comes: opened when somebody watches, and again whenever it is lost, for as long as
 * somebody watches.
 *
 * @param onChange told whether it is connected
 */
export function createProgressSocket(login: Login, onChange: (connected: boolean) => void): SocketClient {
  let deadline: ReturnType<typeof setTimeout> | undefined
  // A network that is gone neither closes a socket nor refuses one: whoever gets no answer in time gives it up.
  const expectAnswer = (withinMs: number) => {
    clearTimeout(deadline)
    deadline = setTimeout(() => client.terminate(), withinMs)
  }
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: async () => ({ Authorization: `Bearer ${await login.token()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    // Some randomness, so that a server that comes back is not met by everybody at once.
    retryWait: (retries) => {
      const pause = Math.min(250 * 2 ** retries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2)
      return new Promise((resolve) => setTimeout(resolve, pause))
    },
    keepAlive: PING_EVERY_MS,
    on: {
      connecting: () => expectAnswer(CONNECTED_WITHIN_MS),
      connected: () => {
        clearTimeout(deadline)
        onChange(true)
      },
      closed: (event) => {
        clearTimeout(deadline)
        // The token has expired, or does not hold any more: another one, or none and the user logs in again.
        if (TOKEN_REFUSED.includes((event as CloseEvent).code))
          login.renew().then(
            (renewed) => renewed ?? login.expire(),
            () => {},
          )
        else onChange(false)
      },
      ping: (received) => {
        if (!received) expectAnswer(PONG_WITHIN_MS)
      },
      pong: (received) => {
        if (received) clearTimeout(deadline)
      },
    },
  })
  return client
}
