import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'

/** A key pair under a name of its own. */
export interface NamedKey {
  kid: string
  privateKey: CryptoKey
  /** What is published of it. */
  jwk: JWK
}

export async function createKey(kid: string, alg = 'ES256'): Promise<NamedKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** An identity provider's address for its keys. */
export interface KeyServer {
  url: string
  /** How often it was asked. */
  asked: () => number
  publish: (keys: NamedKey[]) => void
  /** Answers from now on with this instead of keys. */
  answerWith: (status: number, body: string) => void
  /** Ends it; listens again on the same port when it is started anew. */
  stop: () => Promise<void>
  startAgain: () => Promise<void>
}

export async function startKeyServer(): Promise<KeyServer> {
  let status = 200
  let body = '{"keys":[]}'
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    asked: () => asked,
    publish(keys) {
      status = 200
      body = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })
    },
    answerWith(newStatus, newBody) {
      status = newStatus
      body = newBody
    },
    async stop() {
      server.close()
      await once(server, 'close')
    },
    async startAgain() {
      await listen(port)
    },
  }
}
