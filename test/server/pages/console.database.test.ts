import { globSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { parseEnv } from '../../../src/env.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'

let dataDir: string
let running: RunningApp
let url: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rollcall-console-'))
  await writeFile(join(dataDir, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  running = await startApp({ DEMO: 'true', CONSOLE_NAME: 'Ours', CONSOLE_LOGO: join(dataDir, 'logo.svg') })
  url = running.url
})
afterAll(async () => {
  await running.stop()
  await rm(dataDir, { recursive: true })
})

const plain = { headers: { 'accept-encoding': 'identity' } }
const assets = async () => {
  const page = await (await fetch(url, plain)).text()
  return Array.from(page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g), ([, path = '']) => path)
}

describe('the console’s page', () => {
  it('comes with a policy that lets it ask this server alone, and be framed by nobody', async () => {
    const { headers } = await fetch(url, plain)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

  it('is asked for each time, and sent only where it has changed', async () => {
    const { headers } = await fetch(url, plain)
    expect(headers.get('cache-control')).toBe('no-cache')
    const again = await fetch(url, {
      headers: { ...plain.headers, 'if-none-match': headers.get('etag') ?? '' },
      cache: 'no-store',
    })
    expect(again.status).toBe(304)
  })

  it('names files that may be kept for ever, for their names change with them', async () => {
    const paths = await assets()
    expect(paths).toHaveLength(2)
    for (const path of paths) {
      const { status, headers } = await fetch(url + path, plain)
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    }
  })

  it('takes at most 200 KiB, compressed with gzip, all of its scripts and styles together', async () => {
    const files = globSync('console/dist/assets/*.gz')
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
    expect(sizes.length).toBeGreaterThan(2)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(200 * 1024)
  })

  it('is compressed as the client can read it', async () => {
    const [script = ''] = await assets()
    const encoded = (accepted: string) => rawRequest(script, { 'accept-encoding': accepted })
    const gzip = await encoded('gzip')
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect((await encoded('gzip, br')).headers['content-encoding']).toBe('br')
    expect((await encoded('br;q=0, gzip')).headers['content-encoding']).toBe('gzip')
    const bare = await encoded('identity')
    expect(bare.headers['content-encoding']).toBeUndefined()
    expect(gunzipSync(gzip.body).equals(bare.body)).toBe(true)
  })
})

it('tells what the organisation calls itself, and shows its logo', async () => {
  const config = await (await fetch(`${url}/console/config.json`)).json()
  expect(config).toEqual({ name: 'Ours', colour: null, logo: '/console/logo', demo: true, oidc: null })
  const logo = await fetch(url + config.logo)
  expect(logo.headers.get('content-type')).toBe('image/svg+xml')
})

it('does not start with a logo that can’t be read', async () => {
  const env = parseEnv({ PORT: '0', DATA_DIR: dataDir, CONSOLE_LOGO: join(dataDir, 'none.png') })
  await expect(createApp(env, pino({ level: 'silent' }))).rejects.toThrow('The file that CONSOLE_LOGO names')
})

describe('the demo’s users', () => {
  it('are given with tokens to a page of this server on this computer', async () => {
    const users = JSON.parse((await rawRequest('/console/demo-users.json', {})).body.toString())
    expect(users.map(({ email }: { email: string }) => email)).toEqual([
      'coordinator@oslo.example',
      'mentor1@oslo.example',
      'coordinator@bergen.example',
      'coordinator@tromso.example',
    ])
    const answer = await fetch(`${url}/graphql?query={viewer{displayName}}`, {
      headers: { authorization: `Bearer ${users[0].token}` },
    })
    expect(await answer.json()).toEqual({ data: { viewer: { displayName: 'Coordinator Oslo' } } })
  })

  it.each<[string, Record<string, string>]>([
    ['a name that was made to lead here', { host: 'evil.example' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another site that sends no origin', { 'sec-fetch-site': 'cross-site' }],
    ['another computer behind a proxy here', { 'x-forwarded-for': '203.0.113.1' }],
  ])('are refused to %s', async (_, headers) => {
    const { status, body } = await rawRequest('/console/demo-users.json', headers)
    expect(status).toBe(403)
    expect(body.toString()).not.toContain('eyJ')
  })

  it('are refused to whoever is not known to be on this computer', async () => {
    const response = await running.app.fetch(new Request('http://127.0.0.1/console/demo-users.json'))
    expect(response.status).toBe(403)
  })
})

it('is not there where it is turned off', async () => {
  const { app, stop } = await startApp({ CONSOLE: 'false' })
  onTestFinished(stop)
  for (const path of ['/', '/console/config.json', '/console/demo-users.json']) {
    expect((await app.fetch(new Request(`http://127.0.0.1${path}`))).status).toBe(404)
  }
})

/** Sends headers that fetch would set by itself, and leaves the body as it comes. */
function rawRequest(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      request(url + path, { headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
        )
      })
        .on('error', reject)
        .end()
    },
  )
}
