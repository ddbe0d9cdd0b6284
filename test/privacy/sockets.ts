import { EventEmitter } from 'node:events'
import { WebSocket as PackageSocket } from 'ws'
import { hasProduced } from './produced.ts'

// The files of a worker share this, and each of them asks for it.
let observing = false

/**
 * Looks on at everything that this process gets over WebSockets, those of the package ws and those of Node. It takes
 * nothing away from whoever opened them.
 */
export function observeSockets(): void {
  if (observing) return
  observing = true
  const sentBy = new WeakMap<object, string[]>()
  const sentOn = (socket: object) => sentBy.get(socket) ?? sentBy.set(socket, []).get(socket) ?? []
  const hasGot = (socket: { url: string }, text: string) =>
    hasProduced({
      place: 'answer',
      where: `a message on a socket to ${socket.url}`,
      text,
      sent: () => sentOn(socket).join('\n'),
    })

  const { send } = PackageSocket.prototype
  PackageSocket.prototype.send = function (this: PackageSocket, data: unknown, ...others: unknown[]) {
    if (isClient(this)) sentOn(this).push(String(data))
    Reflect.apply(send, this, [data, ...others])
  }
  PackageSocket.prototype.emit = function (this: PackageSocket, event: string | symbol, ...args: unknown[]) {
    if (isClient(this) && event === 'message') hasGot(this, String(args[0]))
    if (isClient(this) && event === 'close') hasGot(this, String(args[1]))
    return Reflect.apply(EventEmitter.prototype.emit, this, [event, ...args])
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => hasGot(this, String(data)))
      this.addEventListener('close', ({ reason }) => hasGot(this, reason))
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      sentOn(this).push(String(data))
      super.send(data)
    }
  }
}

/** The server's end of a socket is of the same class, and has no address. */
function isClient(socket: PackageSocket): boolean {
  return Boolean(socket.url)
}
