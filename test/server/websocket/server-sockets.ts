import { vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The server's ends of all sockets that are opened in this process from now on, the oldest first. It only looks on.
 */
export function watchServerSockets(): WebSocket[] {
  const sockets: WebSocket[] = []
  const { handleUpgrade } = WebSocketServer.prototype
  vi.spyOn(WebSocketServer.prototype, 'handleUpgrade').mockImplementation(function (
    this: WebSocketServer,
    ...args
  ) {
    this.once('connection', (socket) => sockets.push(socket))
    return Reflect.apply(handleUpgrade, this, args)
  })
  return sockets
}
