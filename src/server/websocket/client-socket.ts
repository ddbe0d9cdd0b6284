import { WebSocket } from 'ws'

const SERVERS = new Set(['connection_ack', 'next', 'error'])
const PERHAPS_SERVERS = /"(?:connection_ack|next|error)"|\\u/

/**
 * A client's socket. Messages that the protocol has for servers alone close it with 4400, like all others that are none:
 * graphql-ws would take them for a failure of its own, and write about it to standard error.
 */
export class ClientSocket extends WebSocket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'message' || !isServers(String(args[0]))) return super.emit(event, ...args)
    this.close(4400, 'Invalid message received')
    return true
  }
}

function isServers(message: string): boolean {
  if (!PERHAPS_SERVERS.test(message)) return false
  try {
    return SERVERS.has(JSON.parse(message)?.type)
  } catch {
    return false
  }
}
