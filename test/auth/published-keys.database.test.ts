import { type CryptoKey, exportSPKI, importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { createKey, type KeyServer, type NamedKey, startKeyServer } from './key-server.ts'

let keys: KeyServer
let app: RunningApp
let key: NamedKey
let other: NamedKey
let ofOtherKinds: [alg: string, NamedKey][]

/** A provider, and Rollcall, which has not asked it for its keys yet: those it has seen it remembers. */
const startAnew = async () => {
  key = await createKey('key')
  other = await createKey('other key')
  ofOtherKinds = await Promise.all(
    ['RS256', 'PS512', 'EdDSA'].map(async (alg) => [alg, await createKey(alg, alg)] as [string, NamedKey]),
  )
  keys = await startKeyServer()
  keys.publish([key, ...ofOtherKinds.map(([, kept]) => kept)])
  app = await startApp({ JWT_JWKS_URL: keys.url })
}
const stopAll = async () => {
  await app.stop()
  await keys.stop()
  expect(app.logLines.join('')).not.toContain('eyJ')
}

const payload = { sub: demoId('coordinator@oslo.example'), role: 'authenticated' }
const sign = (
  by: CryptoKey | Uint8Array,
  header: { alg: string; kid?: string; jwk?: object; jku?: string },
) =>
  new SignJWT(payload)
    .setProtectedHeader(header as { alg: string })
    .setAudience('authenticated')
    .setExpirationTime('1m')
    .sign(by)
const signWith = ({ privateKey, kid }: NamedKey, alg = 'ES256') => sign(privateKey, { alg, kid })
const whoAmI = (token: string) =>
  postGraphql(app.url, { query: '{ viewer { id } }' }, { authorization: `Bearer ${token}` })

const loggedIn = { status: 200, body: { data: { viewer: { id: payload.sub } } } }
const refused = { status: 401, code: 'UNAUTHENTICATED' }
const PATIENTLY = { timeout: 10_000, interval: 200 }
const unavailable = { status: 503, code: 'SERVICE_UNAVAILABLE' }

describe('a token', () => {
  beforeAll(startAnew)
  afterAll(stopAll)

  it('signed with a published key logs its user in, and the keys are asked for once', async () => {
    expect(await whoAmI(await signWith(key))).toMatchObject(loggedIn)
    expect(await whoAmI(await sign(key.privateKey, { alg: 'ES256' }))).toMatchObject(loggedIn)
    for (const [alg, another] of ofOtherKinds) {
      expect(await whoAmI(await signWith(another, alg))).toMatchObject(loggedIn)
    }
    expect(keys.asked()).toBe(1)
  })

  it('is refused where its key is nobody’s', async () => {
    expect(await whoAmI(await signWith(other))).toMatchObject(refused)
    expect(await whoAmI(await sign(other.privateKey, { alg: 'ES256', kid: key.kid }))).toMatchObject(refused)
    expect(await whoAmI(await sign(other.privateKey, { alg: 'ES256' }))).toMatchObject(refused)
  })

  it('is refused where the public key served as a shared secret', async () => {
    const publicKey = (await importJWK(key.jwk, 'ES256', { extractable: true })) as CryptoKey
    const secrets = [await exportSPKI(publicKey), JSON.stringify(key.jwk), key.jwk.x as string]
    for (const secret of secrets) {
      const bytes = new TextEncoder().encode(secret)
      expect(await whoAmI(await sign(bytes, { alg: 'HS256', kid: key.kid }))).toMatchObject(refused)
      expect(await whoAmI(await sign(bytes, { alg: 'HS256' }))).toMatchObject(refused)
    }
  })

  it('is refused where it brings its own key or says where to find one', async () => {
    const elsewhere = await startKeyServer()
    elsewhere.publish([other])
    const header = { alg: 'ES256', kid: other.kid, jwk: other.jwk, jku: elsewhere.url }
    expect(await whoAmI(await sign(other.privateKey, header))).toMatchObject(refused)
    expect(elsewhere.asked()).toBe(0)
    await elsewhere.stop()
  })

  it('is refused where nothing is signed at all', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { ...payload, aud: 'authenticated', exp: Math.floor(Date.now() / 1000) + 60 }
    expect(await whoAmI(`${part({ alg: 'none', kid: key.kid })}.${part(claims)}.`)).toMatchObject(refused)
    expect(await whoAmI('garbage')).toMatchObject(refused)
  })

  it('of a stranger does not make Rollcall ask for keys each time', async () => {
    const before = keys.asked()
    const started = performance.now()
    for (let stranger = 0; stranger < 50; stranger++) {
      const token = await sign(other.privateKey, { alg: 'ES256', kid: `stranger ${stranger}` })
      expect(await whoAmI(token)).toMatchObject(refused)
    }
    expect(keys.asked() - before).toBeLessThanOrEqual(1 + (performance.now() - started) / 2_000)
  })

  it('signed with a new key is taken soon after the provider changed its keys, an old one no longer', async () => {
    keys.publish([other])
    const token = await signWith(other)
    await vi.waitFor(async () => expect(await whoAmI(token)).toMatchObject(loggedIn), PATIENTLY)
    expect(await whoAmI(await signWith(key))).toMatchObject(refused)
  })
})

describe('when the keys can’t be had', () => {
  beforeAll(startAnew)
  afterAll(stopAll)

  it('nobody is refused for it, but asked to come again', async () => {
    const token = await signWith(key)
    const breakDowns: [status: number, body: string][] = [
      [500, 'oops'],
      [302, ''],
      [200, '<html>'],
      [200, '{}'],
    ]
    for (const [status, body] of breakDowns) {
      keys.answerWith(status, body)
      const answer = await whoAmI(token)
      expect(answer).toMatchObject(unavailable)
      expect(answer.headers.get('www-authenticate')).toBeNull()
      expect(JSON.stringify(answer.body)).not.toContain('127.0.0.1')
    }
    await keys.stop()
    expect(await whoAmI(token)).toMatchObject(unavailable)
    const warnings = app.logLines.map((line) => JSON.parse(line)).filter(({ level }) => level === 40)
    expect(warnings.slice(-5).map(({ msg }) => msg)).toEqual(
      Array(5).fill('something that Rollcall needs could not be used'),
    )
    expect(warnings.at(-1)).toMatchObject({ err: { cause: { code: 'ECONNREFUSED' } } })
  })

  it('who has no token is nobody all the same', async () => {
    expect((await postGraphql(app.url, { query: '{ __typename }' })).status).toBe(200)
    expect(await postGraphql(app.url, { query: '{ viewer { id } }' })).toMatchObject(refused)
  })

  it('they serve once they can, and go on to serve when they can’t be had again', async () => {
    await keys.startAgain()
    keys.publish([key])
    expect(await whoAmI(await signWith(key))).toMatchObject(loggedIn)
    await keys.stop()
    expect(await whoAmI(await signWith(key))).toMatchObject(loggedIn)
    await keys.startAgain()
  })
})
