import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { openLoggedIn, openSocket, type ProtocolSocket } from '../../support/protocol-socket.ts'
import { harmIn } from './harm.ts'
import type { OddMessage } from './socket-messages.ts'

// What the server closes sockets with where clients make mistakes; all else would be a mistake of its own.
const CLIENTS_MISTAKE = [1000, 1002, 1003, 1005, 1006, 1007, 1009, 4400, 4401, 4403, 4406, 4408, 4409, 4429]

/** Sends messages one after the other: those of somebody logged in on one socket, for as long as it stays open. */
export class SocketLane {
  readonly #url: string
  readonly #token: string
  #kept: ProtocolSocket | undefined
  #pings = 0

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  /** What was wrong with what a message was answered with; undefined where nothing was. */
  async harmOf({ loggedIn, as, bytes }: OddMessage): Promise<string | undefined> {
    if (!loggedIn) {
      await using opened = await openSocket(this.#url)
      return await this.#harmOn(opened, as, bytes)
    }
    this.#kept ??= await openLoggedIn(this.#url, this.#token)
    const harm = await this.#harmOn(this.#kept, as, bytes)
    if (this.#kept.socket.readyState !== WebSocket.OPEN) this.#kept = undefined
    return harm
  }

  /** Leaves. */
  async close(): Promise<void> {
    await this.#kept?.[Symbol.asyncDispose]()
  }

  #harmOn(opened: ProtocolSocket, as: OddMessage['as'], bytes: Buffer): Promise<string | undefined> {
    const { socket } = opened
    socket.removeAllListeners('error').on('error', () => {}) // it closes then
    if (as === 'text') socket.send(bytes.toString())
    if (as === 'binary') socket.send(bytes)
    if (as === 'pieces') {
      socket.send(bytes.subarray(0, 3), { binary: false, fin: false })
      socket.send(bytes.subarray(3), { fin: true })
    }
    if (as === 'wire') (socket as unknown as { _socket: Socket })._socket.end(bytes)
    return this.#answers(opened, as === 'wire' ? undefined : bytes.toString())
  }

  /** Waits until the server has dealt with a message, which a ping after it tells, and its own end where it has one. */
  async #answers({ send, next, closed }: ProtocolSocket, message: string | undefined) {
    const ping = ++this.#pings
    if (message !== undefined) send({ type: 'ping', payload: { ping } })
    const awaited = new Set([`pong ${ping}`, ...(message === undefined ? [] : endOf(message))])
    let harm: string | undefined
    while (awaited.size > 0) {
      const answer = await next().catch(() => undefined)
      if (!answer) {
        const { code, reason } = await closed
        return CLIENTS_MISTAKE.includes(code) ? (harm ?? harmIn(reason)) : `closed with ${code} ${reason}`
      }
      harm ??= harmIn(JSON.stringify(answer))
      if (answer.type === 'pong')
        awaited.delete(`pong ${(answer.payload as { ping?: number } | undefined)?.ping}`)
      if (answer.type === 'complete' || answer.type === 'error') awaited.delete(`end ${answer.id}`)
    }
    return harm
  }
}

/** How the end of the operation is called that a message asks for; none where it asks for none. */
function endOf(message: string): string[] {
  try {
    const { id, type } = JSON.parse(message)
    return type === 'subscribe' ? [`end ${id}`] : []
  } catch {
    return []
  }
}
